// web/spa/frame/footer.tsx — below every page.
import { FRAME } from '../words/frame.ts';

export function Footer() {
  return (
    <footer className="frame-footer">
      <div>
        <span>{FRAME.vouch}</span>
        <a href="/api/docs">{FRAME.api}</a>
      </div>
    </footer>
  );
}
