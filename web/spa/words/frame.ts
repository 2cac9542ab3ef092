// web/spa/words/frame.ts — what the frame around every page says.
import type { Theme } from '../frame/theme.ts';

export const SERVICE = 'Genomics Annotation Service';

export const FRAME = {
  skip: 'Skip to the page',
  menu: 'Menu',
  main: 'Main',
  signIn: 'Sign in',
  signOut: 'Sign out',
  annotations: 'My annotations',
  fresh: 'New annotation',
  plan: 'Plan',
  profile: 'Profile',
  api: 'API',
  vouch: 'Every result is verified by its SHA-256 tree hash before it moves, and when it is back.',
  connecting:
    'The service cannot be reached just now, perhaps it is restarting. Your jobs go on, and this page too, by itself.',
  loading: 'Loading…',
} as const;

export const THEME_WORDS: Record<Theme, string> = { system: 'System colours', light: 'Light', dark: 'Dark' };
