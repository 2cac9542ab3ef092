// web/spa/parts/confirm.tsx — asks before something is done that matters.
import type { ReactNode } from 'react';
import Button from 'react-bootstrap/Button';
import Modal from 'react-bootstrap/Modal';

interface ConfirmProps {
  title: string;
  /** What the button says that does it. */
  confirm: string;
  danger?: boolean;
  children: ReactNode;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Takes the focus, gives it back when it is closed, and closes by Escape. */
export function Confirm({ title, confirm, danger = false, children, onConfirm, onCancel }: ConfirmProps) {
  return (
    <Modal show centered animation={false} onHide={onCancel} aria-labelledby="confirm-title">
      <Modal.Header>
        <Modal.Title as="h2" id="confirm-title">
          {title}
        </Modal.Title>
      </Modal.Header>
      <Modal.Body>{children}</Modal.Body>
      <Modal.Footer>
        <Button variant="outline-secondary" onClick={onCancel}>
          Leave it as it is
        </Button>
        <Button variant={danger ? 'danger' : 'primary'} onClick={onConfirm}>
          {confirm}
        </Button>
      </Modal.Footer>
    </Modal>
  );
}
