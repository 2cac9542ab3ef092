import assert from 'node:assert/strict';
import type { Phase } from '../../workflows/search-attributes.ts';
import { GAS_PHASE } from '../../workflows/search-attributes.ts';
import type { Stage } from '../model/stage.ts';
import { onStage } from '../model/stage.ts';
import { until } from '../support/until.ts';

describe('a step that fails again and again', function () {
  this.timeout(60_000);
  let stage: Stage;
  onStage((opened) => {
    stage = opened;
  });

  it('is found by operators as stuck after thirty attempts, and goes on by itself when the fault is gone', async () => {
    const cast = await stage.aCast();
    await stage.hot(cast);
    const mover = stage.handle(`result/${cast.jobId}`);
    const phase = async () => (await mover.describe()).typedSearchAttributes.get(GAS_PHASE) as Phase;
    const begin = stage.service.archive.begin.bind(stage.service.archive);
    let attempts = 0;
    let broken = true;
    stage.service.cold.port.begin = (order) => {
      attempts += 1;
      return broken ? Promise.reject(new Error('the vault is away')) : begin(order);
    };
    await stage.service.starters.annotationCompleted(cast);
    await stage.flying(until(async () => (await phase()) === 'stuck'));
    assert.ok(attempts >= 30, `${attempts} attempts`);
    assert.equal(stage.service.rows.get(cast.jobId)!.archiveStatus, 'ARCHIVING');

    broken = false;
    stage.service.cold.port.begin = begin;
    assert.equal(await stage.flying(stage.settle(cast)), 'completed');
    assert.equal(stage.service.rows.get(cast.jobId)!.archiveStatus, 'ARCHIVED');
    assert.equal(await phase(), 'settled');
  });
});
