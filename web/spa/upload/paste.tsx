// web/spa/upload/paste.tsx — VCF text that was copied from somewhere, as a file like any other.
import { useState } from 'react';
import Accordion from 'react-bootstrap/Accordion';
import Button from 'react-bootstrap/Button';
import Form from 'react-bootstrap/Form';
import { PASTE } from '../words/upload.ts';

export function Paste({ onFile }: { onFile: (file: File) => void }) {
  const [text, setText] = useState('');
  const add = () => {
    onFile(new File([text.endsWith('\n') ? text : `${text}\n`], PASTE.fileName));
    setText('');
  };
  return (
    <Accordion className="mb-4">
      <Accordion.Item eventKey="paste">
        <Accordion.Header as="h2">{PASTE.title}</Accordion.Header>
        <Accordion.Body>
          <Form.Group controlId="pasted">
            <Form.Label>{PASTE.label}</Form.Label>
            <Form.Control
              as="textarea"
              rows={8}
              className="font-monospace"
              spellCheck={false}
              value={text}
              aria-describedby="pasted-hint"
              onChange={({ target }) => setText(target.value)}
            />
            <Form.Text id="pasted-hint">{PASTE.hint}</Form.Text>
          </Form.Group>
          <Button variant="outline-primary" className="mt-2" disabled={text.trim() === ''} onClick={add}>
            {PASTE.add}
          </Button>
        </Accordion.Body>
      </Accordion.Item>
    </Accordion>
  );
}
