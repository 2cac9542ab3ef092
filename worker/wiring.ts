// worker/wiring.ts — the steps with everything behind them: adapters into ports, ports into activities.
import type { Activities } from '../activities/index.ts';
import { createActivities } from '../activities/index.ts';
import { bcftoolsAnnotator } from '../adapters/annotator/bcftools-annotator.ts';
import { awsAdapters } from '../adapters/aws/index.ts';
import { sesSender } from '../adapters/aws/ses-sender.ts';
import { openMail } from '../adapters/mail/index.ts';
import { noticeKeys } from '../adapters/webhooks/notice-keys.ts';
import { webhookPost } from '../adapters/webhooks/webhook-post.ts';
import type { Config } from '../config.ts';
import type { Starters } from '../temporal/starters.ts';

/** The activities of this deployment. */
export function wiredActivities(config: Config, starters: Starters): Activities {
  const keys = noticeKeys(config.notices.secret);
  return createActivities({
    ...awsAdapters(config),
    annotator: bcftoolsAnnotator(config.annotator),
    mail: openMail({ ...config.mail, ses: () => sesSender(config.aws) }),
    movers: starters,
    notices: starters,
    noticeKeys: keys,
    webhooks: webhookPost({ sign: keys.sign, loopback: config.notices.loopback }),
    annotations: starters,
    rules: config.rules,
    settings: {
      inputsBucket: config.storage.inputsBucket,
      resultsBucket: config.storage.resultsBucket,
      keyPrefix: config.storage.keyPrefix,
      scratchFolder: config.annotator.scratchFolder,
      webUrl: config.web.url,
    },
    now: Date.now,
  });
}
