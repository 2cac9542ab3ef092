// web/spa/frame/theme-switch.tsx — the button that goes through the system's colours, light and dark.
import Button from 'react-bootstrap/Button';
import { THEME_WORDS } from '../words/frame.ts';
import { type Theme, useTheme } from './theme.ts';

const SIGNS: Record<Theme, string> = { system: '◐', light: '☀', dark: '☾' };

export function ThemeSwitch() {
  const { theme, next, choose } = useTheme();
  return (
    <Button
      variant="outline-secondary"
      size="sm"
      className="theme-switch"
      title={`Next: ${THEME_WORDS[next]}`}
      onClick={() => choose(next)}
    >
      <span aria-hidden="true">{SIGNS[theme]}</span>
      {THEME_WORDS[theme]}
    </Button>
  );
}
