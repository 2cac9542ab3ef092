// web/spa/settings/deliveries.tsx — what became of the messages to a webhook; new ones appear by themselves.
import type { DeliveryList } from '../../contract.ts';
import { useAsk } from '../parts/ask.ts';
import { Problem } from '../parts/problem.tsx';
import { When } from '../parts/time.tsx';
import { eventName, OUTCOMES, WEBHOOKS } from '../words/notices.ts';

const EVERY_MS = 3000;

export function Deliveries({ webhookId }: { webhookId: string }) {
  const { answer, error } = useAsk<DeliveryList>(`/api/webhooks/${webhookId}/deliveries`, { everyMs: EVERY_MS });
  return (
    <div className="mt-2 w-100">
      <Problem error={error} />
      {answer?.deliveries.length === 0 && <p className="mb-0">{WEBHOOKS.noDeliveries}</p>}
      {answer && answer.deliveries.length > 0 && <Table deliveries={answer.deliveries} />}
      {answer?.next && <p className="text-secondary small mb-0">{WEBHOOKS.newest}</p>}
    </div>
  );
}

function Table({ deliveries }: Pick<DeliveryList, 'deliveries'>) {
  return (
    <div className="table-responsive">
      <table className="table table-sm mb-0">
        <thead>
          <tr>
            {WEBHOOKS.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {deliveries.map(({ id, event, tried_at: triedAt, tries, state, status, error }) => (
            <tr key={id}>
              <td>{eventName(event)}</td>
              <td>
                <When at={triedAt} focusable />
              </td>
              <td>{tries}</td>
              <td>
                {OUTCOMES[state]}
                <span className="text-secondary"> {error ?? (status === undefined ? '' : `HTTP ${status}`)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
