// web/spa/parts/words.ts — moved to web/spa/words; kept until nothing asks for it here.
export * from '../words/jobs.ts';
export * from '../words/units.ts';
