// web/spa/list/empty.tsx — an empty list says what one could do next.
import Button from 'react-bootstrap/Button';
import Card from 'react-bootstrap/Card';
import { Link } from '../navigation.tsx';
import { LIST } from '../words/list.ts';

export function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <div className="text-center py-5">
      <p>{LIST.nothingFits}</p>
      <Button variant="outline-primary" onClick={onClear}>
        {LIST.clear}
      </Button>
    </div>
  );
}

export function NothingYet() {
  return (
    <Card body className="my-3 p-2 p-md-4">
      <h2>Annotate your first file</h2>
      <p className="text-secondary">Three steps, and most files take less than a minute.</p>
      <ol className="mb-4">
        <li>Choose a VCF, plain or compressed. It is checked before a byte is sent.</li>
        <li>Watch it being annotated here; you may close the page, and a mail tells you when it is done.</li>
        <li>Read, filter and plot the result, or download it as VCF or as a table.</li>
      </ol>
      <Link to="/new" className="btn btn-primary">
        New annotation
      </Link>
    </Card>
  );
}
