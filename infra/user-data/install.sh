#!/usr/bin/env bash
# /opt/gas-install — brings a fresh instance (Amazon Linux 2023) to where its process runs; once more is no harm.
set -euo pipefail
. /etc/gas/install # PROCESS SOURCE VERSION
id gas &>/dev/null || useradd --system --home-dir /opt/gas --shell /sbin/nologin gas

if [ ! -d /opt/gas/.git ]; then
  rm -rf /opt/gas
  git clone --quiet --depth 1 --branch "$VERSION" "$SOURCE" /opt/gas
fi
chown -R gas:gas /opt/gas
cd /opt/gas
# Everything by the locks of this version: packages, Node, bcftools, the genome, the pages.
sudo -u gas env HOME=/opt/gas node setup.mjs
cat >/opt/gas/run-node <<'EOF'
#!/usr/bin/env bash
exec /opt/gas/node_modules/node-linux-*/bin/node "$@"
EOF
chmod 755 /opt/gas/run-node
chown -R root:gas /opt/gas
# systemd opens the log before it makes folders.
install -d -o gas -g gas -m 0750 /var/log/gas
chmod -R g+rX,g-w,o= /opt/gas

systemctl daemon-reload
systemctl enable --now gas-secrets.service "gas@${PROCESS%%-*}.service"
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/etc/gas/log-agent.json
