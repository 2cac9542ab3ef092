// web/spa/parts/use-form.ts — a form whose fields are sent at once: what is under way, and why it was not taken.
import { type FormEvent, useState } from 'react';

/** `send` rejects where the fields are not taken: then they stay as they are, else the form is empty again. */
export function useForm(send: (fields: FormData) => Promise<void>) {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();

  const sendAll = async (form: HTMLFormElement) => {
    setSending(true);
    setError(undefined);
    try {
      await send(new FormData(form));
      form.reset();
    } catch (reason) {
      setError(reason);
    } finally {
      setSending(false);
    }
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void sendAll(event.currentTarget);
  };
  return { sending, error, submit };
}
