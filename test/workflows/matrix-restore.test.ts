import * as happening from '../model/happenings.ts';
import { describeMatrix } from '../model/matrix.ts';

describeMatrix({
  what: 'a result comes back',
  workflows: ['plan', 'result'],
  prepare: (stage, cast) => stage.archived(cast),
  start: (stage, cast) => stage.sendPlan(cast, 'premium_user'),
  begin: happening.ARCHIVED,
  model: ['upgraded'],
  happenings: [
    happening.upgrades,
    happening.downgrades,
    happening.goesAndComes,
    happening.deletes,
    happening.cancelsMover,
    happening.completesAgain,
    happening.thawsEarly,
  ],
});
