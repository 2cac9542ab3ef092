// web/spa/result/variant-details.tsx — everything that a result says of one variant, and where else to look.
import type { ReactNode } from 'react';
import Button from 'react-bootstrap/Button';
import Offcanvas from 'react-bootstrap/Offcanvas';
import Table from 'react-bootstrap/Table';
import type { VariantDetails } from '../variants/details.ts';
import { DETAILS } from '../words/result.ts';
import { linksFor } from './links.ts';
import { VariantName } from './variant-name.tsx';

interface PanelProps {
  details: VariantDetails | undefined;
  genome: string;
  onClose: () => void;
  onPlace: ((place: string) => void) | undefined;
}

/** Beside the page, over it on a phone. */
export function VariantDetailsPanel({ details, genome, onClose, onPlace }: PanelProps) {
  const show = (place: string) => {
    onClose();
    onPlace?.(place);
  };
  return (
    <Offcanvas
      show={details !== undefined}
      onHide={onClose}
      placement="end"
      className="variant-details"
      aria-labelledby="variant"
    >
      <Offcanvas.Header closeButton closeLabel={DETAILS.close}>
        <Offcanvas.Title as="h2" id="variant">
          {details && <VariantName name={nameOf(details)} />}
        </Offcanvas.Title>
      </Offcanvas.Header>
      <Offcanvas.Body>
        {details && <Details details={details} genome={genome} onPlace={onPlace && show} />}
      </Offcanvas.Body>
    </Offcanvas>
  );
}

const nameOf = ({ variant: { hgvsg, contig, position, ref, alt } }: VariantDetails): string =>
  hgvsg || `${contig}:${position} ${ref}>${alt}`;

type DetailsProps = Omit<PanelProps, 'onClose' | 'details'> & { details: VariantDetails };

function Details({ details, genome, onPlace }: DetailsProps) {
  const { variant } = details;
  const links = linksFor(variant, genome);
  return (
    <>
      {onPlace && (
        <p>
          <Button size="sm" onClick={() => onPlace(around(variant))}>
            {DETAILS.inBrowser}
          </Button>
        </p>
      )}
      {links.length > 0 && (
        <Section title={DETAILS.elsewhere}>
          <ul className="list-inline mb-0">
            {links.map(({ name, url }) => (
              <li key={name} className="list-inline-item">
                <a href={url} target="_blank" rel="noreferrer">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={DETAILS.transcripts}>
        {details.transcripts.length === 0 && <p>{DETAILS.noTranscripts}</p>}
        {details.transcripts.map((entry, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- the list never changes
          <Pairs key={at} pairs={entry.map((value, field) => [details.transcriptFields[field]!, value])} />
        ))}
      </Section>
      <Section title={DETAILS.info}>
        <Pairs pairs={details.info.map(({ id, value, description }) => [id, value, description])} />
      </Section>
      {details.samples.length > 0 && <Samples details={details} />}
    </>
  );
}

/** A window around the variant, so that its neighbours are seen. */
const around = ({ contig, position, ref }: VariantDetails['variant']): string =>
  `${contig}:${Math.max(1, position - 40)}-${position + ref.length + 40}`;

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-4">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Names with their values; those without a value are left out. */
function Pairs({ pairs }: { pairs: (readonly [name: string, value: string, title?: string])[] }) {
  return (
    <Table size="sm" className="mb-3">
      <tbody>
        {pairs
          .filter(([, value]) => value !== '')
          .map(([name, value, title]) => (
            <tr key={name}>
              <th scope="row" className="text-nowrap">
                {name}
              </th>
              <td>
                {value}
                {title && <div className="text-secondary small">{title}</div>}
              </td>
            </tr>
          ))}
      </tbody>
    </Table>
  );
}

function Samples({ details: { samples, sampleCount, format } }: { details: VariantDetails }) {
  return (
    <Section title={DETAILS.samples}>
      {sampleCount > samples.length && (
        <p className="text-secondary">
          The first {samples.length} of {sampleCount.toLocaleString('en')}.
        </p>
      )}
      <Table size="sm">
        <thead>
          <tr>
            <th scope="col">{DETAILS.sample}</th>
            <th scope="col">{DETAILS.genotype}</th>
            {format && <th scope="col">{format}</th>}
          </tr>
        </thead>
        <tbody>
          {samples.map(({ name, genotype, rest }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{genotype}</td>
              {format && <td>{rest}</td>}
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
