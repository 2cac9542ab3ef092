// web/spa/main.ts — what a browser runs first: small, so that all that is to come is asked for at once.
import { beginAt } from './early.ts';

beginAt(window.location.pathname);
void import('./start.tsx');
