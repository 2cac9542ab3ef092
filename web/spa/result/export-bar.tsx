// web/spa/result/export-bar.tsx — the wanted variants as a file.
import { useEffect } from 'react';
import Button from 'react-bootstrap/Button';
import type { ExportFormat } from '../variants/export.ts';
import { VARIANTS } from '../words/result.ts';
import type { Found } from './found.ts';

interface ExportBarProps {
  found: Found;
  /** Of the input: the export is named after it. */
  name: string;
  onExport: (format: ExportFormat) => void;
  onEnd: () => void;
}

export function ExportBar({ found: { exporting, exported, matches }, name, onExport, onEnd }: ExportBarProps) {
  useEffect(() => {
    if (!exported) return;
    save(exported.file, `${name.replace(/(\.vcf|\.bcf)?(\.b?gz)?$/i, '')}.filtered.${exported.format}`);
    onEnd();
  }, [exported, name, onEnd]);

  if (exporting) {
    return (
      <span aria-busy="true" className="d-flex flex-wrap gap-2 align-items-center">
        {exporting.records.toLocaleString('en')} written
        <progress aria-label="Exported so far" value={exporting.share} max={1} />
        <Button size="sm" variant="outline-secondary" onClick={onEnd}>
          {VARIANTS.stopExport}
        </Button>
      </span>
    );
  }
  return (
    <span className="actions">
      <Button size="sm" variant="outline-primary" disabled={matches === 0} onClick={() => onExport('vcf')}>
        {VARIANTS.exportVcf}
      </Button>
      <Button size="sm" variant="outline-primary" disabled={matches === 0} onClick={() => onExport('tsv')}>
        {VARIANTS.exportTsv}
      </Button>
    </span>
  );
}

/** Hands a file to the browser's downloads. */
function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has begun with the press; its bytes are the browser's by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
