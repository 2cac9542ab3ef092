import * as happening from '../model/happenings.ts';
import { describeMatrix } from '../model/matrix.ts';
import { nobody } from '../model/result-model.ts';

const ANNOTATED = ['submitted', 'started', 'completed'] as const;

describeMatrix({
  what: 'a job is annotated',
  workflows: ['annotate'],
  prepare: async () => {},
  start: ({ service }, { request }) => service.starters.requestJob(request),
  begin: nobody(),
  model: ANNOTATED,
  happenings: [
    happening.upgrades,
    happening.comesAndGoes,
    happening.deletes,
    happening.cancelsAnnotation,
    happening.completesAgain,
    happening.asksAgain,
    happening.thawsEarly,
  ],
  orders({ model }, { step }) {
    if (model[0] !== 'cancelled') return [[...ANNOTATED, ...model]];
    const cancelled = ['submitted', ...model] as const;
    if (step === 'recordSubmitted') return [cancelled];
    // A run that has ended before it hears of the cancellation has ended well.
    return step === 'annotate' ? [cancelled, ANNOTATED] : [ANNOTATED];
  },
});
