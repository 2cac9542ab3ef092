// web/spa/settings/notifications.tsx — of what one is told by mail: each choice is saved as it is made.
import { useState } from 'react';
import Form from 'react-bootstrap/Form';
import type { PreferencesView } from '../../contract.ts';
import { put } from '../api.ts';
import { useAsk } from '../parts/ask.ts';
import { Loading } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { type Kind, KIND_NAMES, KINDS, NOTIFICATIONS } from '../words/notices.ts';

export function Notifications() {
  const { answer, error } = useAsk<PreferencesView>('/api/preferences');
  const [chosen, setChosen] = useState<Partial<PreferencesView['mail']>>({});
  const [refused, setRefused] = useState<unknown>();
  if (!answer) return error ? <Problem error={error} /> : <Loading />;

  const mail = { ...answer.mail, ...chosen };
  const choose = (kind: Kind, wanted: boolean) => {
    setRefused(undefined);
    setChosen((now) => ({ ...now, [kind]: wanted }));
    put('/api/preferences', { mail: { [kind]: wanted } }).catch((reason: unknown) => {
      setChosen((now) => ({ ...now, [kind]: !wanted }));
      setRefused(reason);
    });
  };
  return (
    <>
      <p className="text-secondary">
        {answer.email ? `${NOTIFICATIONS.to} ${answer.email}. ${NOTIFICATIONS.text}` : NOTIFICATIONS.nowhere}
      </p>
      <Problem error={error ?? refused} />
      <fieldset>
        <legend className="fs-6">{NOTIFICATIONS.legend}</legend>
        {KIND_NAMES.map((kind) => (
          <Form.Check
            key={kind}
            type="switch"
            id={`mail-${kind}`}
            label={KINDS[kind]}
            checked={mail[kind]}
            onChange={({ target }) => choose(kind, target.checked)}
          />
        ))}
      </fieldset>
    </>
  );
}
