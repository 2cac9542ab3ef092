// web/openapi/results.ts — the operations that look into a result, and at the genome it lies on.
import { DownloadLink, GenesQuery, GenesView, SummaryView } from '../contract.ts';
import type { Operation } from './operation.ts';

const topic = 'Results';
const ofAResult = ['job-unknown', 'not-yours', 'result-not-ready'] as const;
const byRange = 'Takes a `Range` of bytes, one at a time, and `If-Range` with the `ETag` of an answer before.';
const answered = (type: string, whole: string) => ({
  200: { type, description: `All of ${whole}.` },
  206: { type, description: 'The range, or as much of its beginning as is sent at once: see `Content-Range`.' },
});

export const resultOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/jobs/:jobId/summary',
    topic,
    summary: 'See what the annotation found, in numbers',
    description: 'Also while the result is in the archive.',
    access: 'read',
    answers: { 200: SummaryView },
    errors: [...ofAResult, 'summary-missing'],
  },
  {
    method: 'get',
    path: '/api/jobs/:jobId/table',
    topic,
    summary: 'Get an address that downloads the result as a table',
    access: 'read',
    answers: { 200: DownloadLink },
    errors: [...ofAResult, 'result-archived', 'table-missing'],
  },
  {
    method: 'get',
    path: '/api/jobs/:jobId/result/data',
    topic,
    summary: 'Read the result by range',
    description: `The annotated VCF, packed as BGZF. ${byRange}`,
    access: 'read',
    answers: answered('application/gzip', 'it'),
    errors: [...ofAResult, 'result-archived', 'range-not-satisfiable'],
  },
  {
    method: 'get',
    path: '/api/jobs/:jobId/result/index',
    topic,
    summary: 'Read the index of the result (.tbi)',
    description: byRange,
    access: 'read',
    answers: answered('application/octet-stream', 'the index'),
    errors: [...ofAResult, 'result-archived', 'index-missing', 'range-not-satisfiable'],
  },
  {
    method: 'get',
    path: '/api/genomes/:name/sequence',
    topic,
    summary: 'Read the bases of a genome (FASTA)',
    description: byRange,
    access: 'read',
    answers: answered('text/plain', 'the genome'),
    errors: ['not-found', 'range-not-satisfiable'],
  },
  {
    method: 'get',
    path: '/api/genomes/:name/sequence-index',
    topic,
    summary: 'Read the index of a genome’s bases (.fai)',
    description: byRange,
    access: 'read',
    answers: answered('text/plain', 'the index'),
    errors: ['not-found', 'range-not-satisfiable'],
  },
  {
    method: 'get',
    path: '/api/genomes/:name/genes',
    topic,
    summary: 'List the transcripts between two places of a genome',
    access: 'read',
    query: GenesQuery,
    answers: { 200: GenesView },
    errors: ['not-found'],
  },
];
