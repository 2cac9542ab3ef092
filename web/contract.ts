// web/contract.ts — what crosses the wire: requests, responses and errors. Shared by the server and the pages.
export * from './contract/access.ts';
export * from './contract/errors.ts';
export * from './contract/export.ts';
export * from './contract/fields.ts';
export * from './contract/genomes.ts';
export * from './contract/jobs.ts';
export * from './contract/notices.ts';
export * from './contract/profile.ts';
export * from './contract/results.ts';
export * from './contract/service.ts';
export * from './contract/uploads.ts';
