// temporal/deployments.ts — which version of the workers Temporal hands work to: looking, ramping, deploying, rolling back.
import type { Client } from '@temporalio/client';
import pMap from 'p-map';
import { CALLS_AT_ONCE } from './calls.ts';
import { GRPC, grpcStatus, orAway } from './errors.ts';

export interface Routing {
  /** The build that gets new work; none before the first deployment. */
  current?: string;
  /** The build that gets so many percent of it. */
  ramping?: { buildId: string; percent: number };
  /** Every build that has polled, newest first. */
  builds: readonly string[];
}

export interface Deployments {
  routing(): Promise<Routing>;
  /** Hands new work to a build, and so many percent of it only where that is said. Answers the workflows that were held back. */
  deploy(buildId: string, percent?: number): Promise<{ released: number }>;
  /** Hands work back to `to`. What has passed a patch of the other build stays with that: answers how many. */
  rollBack(to?: string): Promise<{ from: string; to: string; kept: number }>;
}

/** Thrown where the order cannot be carried out; the message says what to do first. */
export class DeploymentRefused extends Error {
  override name = 'DeploymentRefused';
}

/** temporal.api.workflow.v1.VersioningOverride.PinnedOverrideBehavior; the client does not export it */
const PINNED = 1;

/** Those that wait for days, run on a build, and have passed a patch that an older build need not know. */
const onPatch = (deploymentName: string, buildId: string) =>
  `ExecutionStatus = 'Running' AND TemporalWorkerDeploymentVersion = '${deploymentName}:${buildId}' AND TemporalWorkflowVersioningBehavior = 'AutoUpgrade' AND TemporalChangeVersion IS NOT NULL`;
const HELD_BACK = `ExecutionStatus = 'Running' AND TemporalWorkflowVersioningBehavior = 'Pinned' AND WorkflowType != 'annotateJob'`;

/** Of one deployment name. Throws DeploymentRefused and TemporalAway. */
export function openDeployments(client: Client, deploymentName: string): Deployments {
  const { workflowService, options } = client;
  const place = { namespace: options.namespace, deploymentName, identity: options.identity };

  async function routing(): Promise<Routing> {
    const { workerDeploymentInfo: info } = await workflowService
      .describeWorkerDeployment(place)
      .catch((error: unknown) => {
        throw grpcStatus(error) === GRPC.NOT_FOUND ? new DeploymentRefused(noWorkers(deploymentName)) : orAway(error);
      });
    return routingOf(info);
  }

  async function route(buildId: string, percent?: number): Promise<void> {
    const { builds } = await routing();
    if (!builds.includes(buildId)) throw new DeploymentRefused(unknownBuild(buildId, builds));
    const order =
      percent === undefined
        ? workflowService.setWorkerDeploymentCurrentVersion({ ...place, buildId })
        : workflowService.setWorkerDeploymentRampingVersion({ ...place, buildId, percentage: percent });
    await order.catch((error: unknown) => {
      const refused = grpcStatus(error) === GRPC.FAILED_PRECONDITION;
      throw refused ? new DeploymentRefused(`Temporal refuses: ${(error as Error).message}`) : orAway(error);
    });
  }

  return {
    routing,

    async deploy(buildId, percent) {
      await route(buildId, percent);
      const released = percent === undefined ? await overrideAll(client, HELD_BACK) : 0;
      return { released };
    },

    async rollBack(given) {
      const { current, ramping } = await routing();
      const from = ramping?.buildId ?? current;
      const to = given ?? (ramping ? current : undefined);
      if (from === undefined || to === undefined || from === to) throw new DeploymentRefused(NOTHING_TO_ROLL_BACK);
      const build = { deploymentName, buildId: from };
      // Before, so that none of them meets the other build; and once more, for those that came to the patch meanwhile.
      let kept = await overrideAll(client, onPatch(deploymentName, from), build);
      if (ramping) await unramp(client, place);
      if (to !== current) await route(to);
      kept += await overrideAll(client, onPatch(deploymentName, from), build);
      return { from, to, kept };
    },
  };
}

async function unramp(
  client: Client,
  place: { namespace: string; deploymentName: string; identity?: string },
): Promise<void> {
  await client.workflowService.setWorkerDeploymentRampingVersion({ ...place, buildId: '', percentage: 0 });
}

/** Keeps every workflow of a query with a build, or lets it go where its own behaviour says. */
async function overrideAll(
  client: Client,
  query: string,
  version?: { deploymentName: string; buildId: string },
): Promise<number> {
  const { namespace } = client.options;
  const found: { workflowId: string; runId: string }[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query })) found.push({ workflowId, runId });
  const overridden = await pMap(
    found,
    async ({ workflowId, runId }) => {
      try {
        await client.workflowService.updateWorkflowExecutionOptions({
          namespace,
          workflowExecution: { workflowId, runId },
          // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- as above
          workflowExecutionOptions: version ? { versioningOverride: { pinned: { behavior: PINNED, version } } } : {},
          updateMask: { paths: ['versioning_override'] },
        });
        return true;
      } catch (error) {
        if (grpcStatus(error) === GRPC.NOT_FOUND) return false; // it has ended
        throw orAway(error);
      }
    },
    { concurrency: CALLS_AT_ONCE },
  );
  return overridden.filter(Boolean).length;
}

const NOTHING_TO_ROLL_BACK =
  'There is nothing to roll back: no build is being ramped. To leave the current one, name the build to go back to: --to BUILD.';

function noWorkers(deploymentName: string): string {
  return `Temporal knows no workers of the deployment ${deploymentName}: start some with GAS_DEPLOYMENT=${deploymentName} and GAS_BUILD_ID set.`;
}

function unknownBuild(buildId: string, builds: readonly string[]): string {
  return `No worker of build ${buildId} has polled yet (known: ${builds.join(', ') || 'none'}). Start workers with GAS_BUILD_ID=${buildId} in every role first.`;
}

type Info = Awaited<ReturnType<Client['workflowService']['describeWorkerDeployment']>>['workerDeploymentInfo'];

function routingOf(info: Info): Routing {
  const {
    currentDeploymentVersion: current,
    rampingDeploymentVersion: ramping,
    rampingVersionPercentage,
  } = info?.routingConfig ?? {};
  return {
    ...(current?.buildId ? { current: current.buildId } : {}),
    ...(ramping?.buildId ? { ramping: { buildId: ramping.buildId, percent: rampingVersionPercentage ?? 0 } } : {}),
    builds: (info?.versionSummaries ?? [])
      .toSorted((a, b) => Number(b.createTime?.seconds ?? 0) - Number(a.createTime?.seconds ?? 0))
      .map(({ deploymentVersion }) => deploymentVersion?.buildId ?? ''),
  };
}
