// web/spa/parts/progress.tsx — how far something is; without a share, only that it goes on.

interface ProgressProps {
  label: string;
  /** From 0 to 1. */
  share?: number;
}

/** Bootstrap's bar by its own markup: react-bootstrap's puts the label where no role is. */
export function Progress({ label, share }: ProgressProps) {
  const known = share !== undefined;
  const value = known ? { 'aria-valuenow': Math.round(share * 100), 'aria-valuemin': 0, 'aria-valuemax': 100 } : {};
  return (
    <div className="progress my-2" role="progressbar" aria-label={label} {...value}>
      <div
        className={known ? 'progress-bar' : 'progress-bar progress-bar-striped progress-bar-animated w-100'}
        style={known ? { width: `${share * 100}%` } : undefined}
      />
    </div>
  );
}
