// test/bridge/any-body.test.ts — bodies at random: nothing is thrown, nothing foreign is accepted.
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { JOB, USER, byDefault, deliver, direct, enveloped, notice, pending } from './deliveries.ts';

describe('whatever a body holds', () => {
  const queues = ['annotationComplete', 'planChanges', 'thaws', 'jobRequests'] as const;
  const queue = fc.constantFrom(...queues);
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(JOB, USER, `result/${JOB}`, 'free_user', 'PENDING', 'gas-inputs', 3),
  );
  const field = fc.constantFrom(
    ...Object.keys(pending),
    ...Object.keys(notice),
    'Records',
    'role',
    'archive_id',
    'default',
    'Type',
    'Message',
    '__proto__',
  );
  const nearly = fc.array(fc.tuple(field, value), { maxLength: 12 }).map((entries) => Object.fromEntries(entries));
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .oneof(
        nearly,
        nearly.map((some) => ({ ...pending, ...some })),
        nearly.map((some) => ({ ...notice, ...some })),
      )
      .chain((message) => fc.constantFrom(direct(message), enveloped(message), byDefault(message))),
  );

  it('reading it throws nothing, and reasons quote none of it', () => {
    fc.assert(
      fc.property(queue, body, (name, text) => {
        const reading = deliver(name, text);
        if (reading.kind === 'refused') assert.match(reading.reason, /^[\w .;:,()-]{5,400}$/);
      }),
      { numRuns: 3000 },
    );
  });

  it('work is only ever accepted for ids of ours, and inputs only under the home of their user', () => {
    const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    fc.assert(
      fc.property(queue, body, (name, text) => {
        const reading = deliver(name, text);
        for (const one of reading.kind === 'work' ? reading.work : []) {
          const { jobId = JOB, userId = USER } = {
            ...('request' in one ? one.request : 'change' in one ? one.change : one),
          } as { jobId?: string; userId?: string };
          assert.match(jobId, id);
          assert.match(userId, /^[A-Za-z0-9-]+$/);
          if (one.kind === 'jobRequested') assert.ok(one.request.input.key.startsWith(`gas/${userId}/${jobId}~`));
        }
      }),
      { numRuns: 3000 },
    );
  });
});
