// web/spa/list/table.tsx — the jobs of a list, each with its state, to be selected.
import { memo } from 'react';
import Form from 'react-bootstrap/Form';
import type { JobView } from '../../contract.ts';
import { Link } from '../navigation.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { Countdown, When } from '../parts/time.tsx';
import { count, size } from '../words/units.ts';

interface TableProps {
  jobs: readonly JobView[];
  selected: ReadonlySet<string>;
  onSelect: (jobIds: readonly string[], on: boolean) => void;
}

export function JobTable({ jobs, selected, onSelect }: TableProps) {
  const all = jobs.every((job) => selected.has(job.job_id));
  return (
    <table className="table table-hover align-middle jobs">
      <thead>
        <tr>
          <th scope="col" className="check">
            <Form.Check
              aria-label="Select all that are shown"
              checked={all}
              onChange={() =>
                onSelect(
                  jobs.map((job) => job.job_id),
                  !all,
                )
              }
            />
          </th>
          <th scope="col">Annotation</th>
          <th scope="col" className="d-none d-md-table-cell">
            Submitted
          </th>
          <th scope="col" className="d-none d-lg-table-cell">
            Result
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Row key={job.job_id} job={job} selected={selected.has(job.job_id)} onSelect={onSelect} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  job: JobView;
  selected: boolean;
  onSelect: TableProps['onSelect'];
}

/** Of thousands of rows only those are drawn again that have changed. */
const Row = memo(({ job, selected, onSelect }: RowProps) => {
  const title = job.name ?? job.file_name;
  return (
    <tr className={selected ? 'table-active' : undefined}>
      <td className="check">
        <Form.Check
          aria-label={`Select ${title}`}
          checked={selected}
          onChange={() => onSelect([job.job_id], !selected)}
        />
      </td>
      <td>
        <Link to={`/annotations/${job.job_id}`} className="fw-semibold">
          {title}
        </Link>
        {job.name && <div className="text-secondary small">{job.file_name}</div>}
        <div className="text-secondary small d-md-none">
          <When at={job.submitted_at} />
        </div>
      </td>
      <td className="d-none d-md-table-cell text-secondary">
        <When at={job.submitted_at} />
      </td>
      <td className="d-none d-lg-table-cell text-secondary">
        {job.records !== undefined && count(job.records, 'variant')}
        {job.bytes !== undefined && ` · ${size(job.bytes)}`}
      </td>
      <td>
        <StateBadge job={job} />
        {job.archives_at && (
          <div className="text-secondary small text-nowrap">
            archived <Countdown until={job.archives_at} />
          </div>
        )}
      </td>
    </tr>
  );
});
Row.displayName = 'Row';
