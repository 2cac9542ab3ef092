// web/spa/upload/upload-row.tsx — one file: what it is to be called and annotated with, how far it is, what can be done.
import Button from 'react-bootstrap/Button';
import Form from 'react-bootstrap/Form';
import ListGroup from 'react-bootstrap/ListGroup';
import type { GenomeView } from '../../contract.ts';
import { Link } from '../navigation.tsx';
import { Problem } from '../parts/problem.tsx';
import { Progress } from '../parts/progress.tsx';
import { size } from '../words/units.ts';
import { phaseInWords, progressInWords, UPLOAD } from '../words/upload.ts';
import type { UploadItem, Uploads } from './uploads.ts';

interface UploadRowProps {
  item: UploadItem;
  genomes: readonly GenomeView[];
  uploads: Uploads;
}

export function UploadRow({ item, genomes, uploads }: UploadRowProps) {
  const { file, phase } = item;
  return (
    <ListGroup.Item as="li" data-phase={phase} className="py-3">
      <div className="d-flex flex-wrap gap-2 justify-content-between align-items-baseline">
        <span className="text-break">
          <strong>{file.name}</strong> <span className="text-secondary">{size(file.size)}</span>
        </span>
        <span className="text-secondary">{phaseInWords(phase)}</span>
      </div>
      {phase === 'ready' && <Choices item={item} genomes={genomes} uploads={uploads} />}
      <Sent item={item} />
      <Problem error={item.error} />
      <Actions item={item} uploads={uploads} />
    </ListGroup.Item>
  );
}

function Choices({ item, genomes, uploads }: UploadRowProps) {
  const { id, file, name, genome, recognised, resumes } = item;
  return (
    <div className="row g-2 mt-1">
      <Form.Group className="col-sm-7" controlId={`name-${id}`}>
        <Form.Label className="small mb-0">{UPLOAD.name}</Form.Label>
        <Form.Control
          value={name}
          maxLength={120}
          placeholder={UPLOAD.nameHint}
          aria-label={`${UPLOAD.name}, ${file.name}`}
          onChange={({ target }) => uploads.edit(id, { name: target.value })}
        />
      </Form.Group>
      <Form.Group className="col-sm-5" controlId={`genome-${id}`}>
        <Form.Label className="small mb-0">{UPLOAD.genome}</Form.Label>
        <Form.Select
          value={genome}
          aria-label={`${UPLOAD.genome}, ${file.name}`}
          aria-describedby={`recognised-${id}`}
          onChange={({ target }) => uploads.edit(id, { genome: target.value })}
        >
          <option value="">{UPLOAD.automatic}</option>
          {genomes.map((each) => (
            <option key={each.name}>{each.name}</option>
          ))}
        </Form.Select>
        <Form.Text id={`recognised-${id}`}>
          {recognised ? UPLOAD.recognised(recognised) : genomes.length > 0 && UPLOAD.unrecognised}
        </Form.Text>
      </Form.Group>
      {resumes && <p className="small text-secondary mb-0">{UPLOAD.resumes}</p>}
    </div>
  );
}

const SENDING: ReadonlySet<UploadItem['phase']> = new Set(['uploading', 'paused', 'submitting', 'failed']);

function Sent({ item: { file, phase, sent, leftMs } }: { item: UploadItem }) {
  if (!SENDING.has(phase) || (phase === 'failed' && sent === 0)) return null;
  return (
    <>
      <Progress label={UPLOAD.uploaded(file.name)} share={Math.min(1, sent / Math.max(1, file.size))} />
      <p className="small text-secondary mb-1">
        {progressInWords({ sent, total: file.size, ...(leftMs !== undefined && phase === 'uploading' && { leftMs }) })}
      </p>
    </>
  );
}

function Actions({ item: { id, file, phase, job }, uploads }: Omit<UploadRowProps, 'genomes'>) {
  const button = (label: string, onClick: () => void) => (
    <Button size="sm" variant="outline-secondary" aria-label={`${label}: ${file.name}`} onClick={onClick}>
      {label}
    </Button>
  );
  return (
    <div className="d-flex flex-wrap gap-2 mt-2">
      {phase === 'uploading' && button(UPLOAD.pause, () => uploads.pause(id))}
      {phase === 'paused' && button(UPLOAD.resume, () => uploads.start(id))}
      {phase === 'failed' && button(UPLOAD.retry, () => uploads.start(id))}
      {phase !== 'submitting' && phase !== 'done' && button(UPLOAD.remove, () => uploads.remove(id))}
      {job && <Link to={`/annotations/${job.job_id}`}>{UPLOAD.show}</Link>}
    </div>
  );
}
