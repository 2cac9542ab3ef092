import * as happening from '../model/happenings.ts';
import { describeMatrix } from '../model/matrix.ts';

describeMatrix({
  what: 'a result is archived',
  workflows: ['result'],
  prepare: (stage, cast) => stage.hot(cast),
  start: ({ service }, cast) => service.starters.annotationCompleted(cast),
  begin: happening.COMPLETED,
  model: [],
  happenings: [
    happening.upgrades,
    happening.upgradesTwice,
    happening.downgrades,
    happening.comesAndGoes,
    happening.deletes,
    happening.cancelsMover,
    happening.completesAgain,
    happening.thawsEarly,
  ],
});
