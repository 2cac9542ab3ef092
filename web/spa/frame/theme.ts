// web/spa/frame/theme.ts — light or dark: as the system says, or as the person has chosen here.
import { useSyncExternalStore } from 'react';

const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** Puts the chosen colours on the document, and keeps to the system's where nothing is chosen. */
export function startTheme(): void {
  apply();
  system.addEventListener('change', apply);
}

/** What is chosen, and what the next press of the switch chooses. */
export function useTheme(): { theme: Theme; next: Theme; choose: (theme: Theme) => void } {
  const theme = useSyncExternalStore(subscribe, chosen);
  return { theme, next: THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!, choose };
}

function chosen(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

function choose(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  apply();
}

function apply(): void {
  const theme = chosen();
  const dark = theme === 'system' ? system.matches : theme === 'dark';
  document.documentElement.dataset['bsTheme'] = dark ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
