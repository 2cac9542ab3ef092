// test/model/matrix.ts — every pair of something that happens and a gap in which it can: the gaps are those between all port
// calls of a story, found by telling it once, so that a call which is new tomorrow is covered tomorrow.
import assert from 'node:assert/strict';
import type { Happening } from './happenings.ts';
import { endOf } from './happenings.ts';
import type { Moment } from './probe.ts';
import { answersOf, gapsOf } from './probe.ts';
import type { EventName, ResultState } from './result-model.ts';
import { stateOf } from './row-view.ts';
import type { Cast, End, Stage } from './stage.ts';
import { assertGone, onStage, remainsOf } from './stage.ts';

export interface Story {
  /** What is told, as in: while … */
  what: string;
  /** The workflows whose steps are the places of this matrix. */
  workflows: readonly Moment['workflow'][];
  /** What lies in the stores before. */
  prepare: (stage: Stage, cast: Cast) => Promise<unknown>;
  /** Sets it off; waits for nothing. */
  start: (stage: Stage, cast: Cast) => Promise<unknown>;
  happenings: readonly Happening[];
  /** Where the model begins, and what the story itself tells it. */
  begin: ResultState;
  model: readonly EventName[];
  /** Where the order of what happens and of what the story does decides: all that the model may be told then. */
  orders?: (happening: Happening, at: Moment) => readonly (readonly EventName[])[];
}

/** Side by side: enough to keep two cores busy, few enough that no step waits for a slot for long. */
const AT_ONCE = 24;

/** Describes the matrix of a story, and the loss of every answer in it; then a reconciliation, which clears up. */
export function describeMatrix(story: Story): void {
  describe(`while ${story.what}`, function () {
    this.timeout(120_000);
    let stage: Stage;
    let moments: readonly Moment[];
    const played: Cast[] = [];
    onStage((opened) => {
      stage = opened;
    });
    before('the story, told once', async () => {
      const told = await play(stage, story);
      moments = told.moments.filter(({ workflow }) => story.workflows.includes(workflow));
      assert.deepEqual(told.wrong, []);
    });

    for (const happening of story.happenings) {
      it(`all ends where the model says if ${happening.what}, before, inside or after any step`, async function () {
        await playAll(stage, {
          story,
          played,
          happening,
          places: gapsOf(moments).filter(({ step }) => !happening.notIn?.test(step)),
          test: this.test!,
        });
      });
    }
    it('all ends where the model says if the answer of any call is lost', async function () {
      await playAll(stage, { story, played, places: answersOf(moments), test: this.test! });
    });
    it('nothing is left behind that reconciliation does not clear up', () => assertCleared(stage, played));
  });
}

interface Place {
  at: Moment;
  /** Without one, the answer of the call is lost. */
  happening?: Happening;
}

interface Told {
  cast: Cast;
  moments: readonly Moment[];
  happened: boolean;
  wrong: readonly string[];
}

interface Setting {
  story: Story;
  happening?: Happening;
  places: readonly Moment[];
  played: Cast[];
  test: { title: string };
}

async function playAll(stage: Stage, { story, happening, places, played, test }: Setting): Promise<void> {
  assert.ok(places.length > 5, `only ${places.length} places were found`);
  test.title += ` (${places.length} places)`;
  const rest = [...places];
  const wrong: string[] = [];
  async function playOn(): Promise<void> {
    for (let at = rest.shift(); at; at = rest.shift()) {
      const { name } = at;
      const told = await play(stage, story, { at, ...(happening ? { happening } : {}) });
      played.push(told.cast);
      wrong.push(...told.wrong.map((what) => `${name}: ${what}`));
    }
  }
  await stage.flying(Promise.all(Array.from({ length: AT_ONCE }, playOn)));
  assert.deepEqual(wrong, []);
}

/** Tells a story once; something may happen at one moment of it, or the answer of that call is lost. */
async function play(stage: Stage, story: Story, place?: Place): Promise<Told> {
  const cast = await stage.aCast();
  await story.prepare(stage, cast);
  const trouble: string[] = [];
  const run = place && (() => happen(stage, { cast, place, trouble }));
  const watched = stage.probe.watch([cast.jobId, cast.userId], place && run ? { at: place.at.name, run } : undefined);
  await story.start(stage, cast);
  const end = await (place ? stage.settle(cast) : stage.flying(stage.settle(cast)));
  if (place && !watched.happened) trouble.push('this place was not reached');
  const wrong = await judge(stage, { story, cast, end, ...(place ? { place } : {}) });
  return { cast, moments: watched.moments, happened: watched.happened, wrong: [...trouble, ...wrong] };
}

async function happen(
  stage: Stage,
  { cast, place, trouble }: { cast: Cast; place: Place; trouble: string[] },
): Promise<void> {
  if (!place.happening) throw new Error('the answer is lost');
  await place.happening.happen(stage, cast, place.at).catch((error: unknown) => void trouble.push(String(error)));
}

interface Ending {
  story: Story;
  cast: Cast;
  end: End;
  place?: Place;
}

/** What is wrong with how a case ended, and with every effect on the way there. */
async function judge(stage: Stage, ending: Ending): Promise<string[]> {
  const { story, cast, end, place } = ending;
  const wrong: string[] = [];
  const { happening } = place ?? {};
  if (happening?.stops && end !== 'completed') wrong.push(...(await wakeAgain(stage, cast)));
  else if (end === 'failed') wrong.push('the mover failed');

  const { rows, plans } = stage.service;
  const is = stateOf(rows.get(cast.jobId), plans.get(cast.userId));
  const ends = toldOf(story, place).map((events) => sketch(endOf(story.begin, events)));
  if (!ends.includes(sketch(is))) wrong.push(`ended ${sketch(is)} instead of ${ends.join(', or ')}`);
  if (is.buried) await assertGone(stage, cast).catch((error: unknown) => void wrong.push(String(error)));
  else if (happening && !happening.stops) wrong.push(...(await strays(stage, cast)));
  return [...wrong, ...stage.checker.wrongOf(cast.jobId)];
}

/** A mover that was stopped leaves no claim, and goes on where it is woken. */
async function wakeAgain(stage: Stage, cast: Cast): Promise<string[]> {
  const wrong = claimLeft(stage, cast);
  await stage.service.starters.annotationCompleted(cast);
  if ((await stage.settle(cast)) !== 'completed') wrong.push('it did not end well when it was woken');
  return wrong;
}

/** What the model is told, in every order in which it may have happened. */
function toldOf(story: Story, place: Place | undefined): readonly (readonly EventName[])[] {
  const happening = place?.happening;
  if (!happening) return [story.model];
  return story.orders?.(happening, place.at) ?? [[...story.model, ...happening.model]];
}

function claimLeft({ service }: Stage, { jobId }: Cast): string[] {
  const row = service.rows.get(jobId);
  if (row?.deletedAt !== undefined || !row?.archiveStatus || row.archiveStatus === 'ARCHIVED') return [];
  return [`the mover ended and left the row ${row.archiveStatus}`];
}

function sketch({ status, place, role, deleted, buried }: ResultState): string {
  return buried ? 'buried' : `${status} ${place} ${role}${deleted ? ' deleted' : ''}`;
}

/** What the row does not name: of a result that was moved by itself, nothing. */
async function strays(stage: Stage, cast: Cast): Promise<string[]> {
  const { hotKey, archive } = stage.service.rows.get(cast.jobId) ?? {};
  const remains = await remainsOf(stage, cast);
  const results = remains.filter((name) => name.endsWith('.annot.vcf.gz')).length;
  const archives = remains.filter((name) => name === 'an archive').length;
  const wrong: string[] = [];
  if (results !== (hotKey ? 1 : 0)) wrong.push(`${results} versions in S3, hot: ${Boolean(hotKey)}`);
  if (archives !== (archive ? 1 : 0)) wrong.push(`${archives} archives, named: ${Boolean(archive)}`);
  if (remains.includes('an upload')) wrong.push('an upload is open');
  return wrong;
}

/** Two days later everything that lost answers and cancelled moves left behind is old enough to be cleared up. */
async function assertCleared(stage: Stage, played: readonly Cast[]): Promise<void> {
  const { env, service } = stage;
  await env.sleep('50 hours');
  const workflowId = `reconcile/${played.length}`;
  const handle = await env.client.workflow.start('reconcile', {
    taskQueue: 'gas-workflows',
    workflowId,
    args: [{ dryRun: false }],
  });
  await handle.result();
  await stage.flying(Promise.all(played.map((cast) => stage.settle(cast))));
  const wrong: string[] = [];
  for (const cast of played) {
    const row = service.rows.get(cast.jobId);
    const left = row?.deletedAt === undefined ? await strays(stage, cast) : await remainsOf(stage, cast);
    wrong.push(...left, ...stage.checker.wrongOf(cast.jobId));
  }
  assert.deepEqual(wrong, []);
}
