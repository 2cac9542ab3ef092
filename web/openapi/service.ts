// web/openapi/service.ts — the operations that need nobody to be signed in, and those that sign people in and out.
import { Health, Nothing } from '../contract.ts';
import type { Operation } from './operation.ts';

const topic = 'Service';

export const serviceOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/health/live',
    topic,
    summary: 'Tell that the process lives',
    access: 'anybody',
    answers: { 200: { type: 'text/plain', description: '`up`' } },
  },
  {
    method: 'get',
    path: '/health/ready',
    topic,
    summary: 'Tell whether pages and lists work',
    access: 'anybody',
    answers: { 200: Health, 503: Health },
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    topic,
    summary: 'Describe this API to a program',
    access: 'anybody',
    answers: { 200: { type: 'application/json', description: 'This OpenAPI description.' } },
    errors: ['too-many-requests'],
  },
  {
    method: 'get',
    path: '/api/docs',
    topic,
    summary: 'Describe this API to a person',
    access: 'anybody',
    answers: { 200: { type: 'text/html', description: 'A page.' } },
    errors: ['too-many-requests'],
  },
  {
    method: 'get',
    path: '/auth/login',
    topic: 'Sign-in',
    summary: 'Send a browser to the identity provider',
    description: '`return_to` is the path to come back to.',
    access: 'anybody',
    answers: { 302: 'nothing' },
    errors: ['identity-away', 'too-many-requests'],
  },
  {
    method: 'get',
    path: '/auth/callback',
    topic: 'Sign-in',
    summary: 'Take a browser back from the identity provider',
    access: 'anybody',
    answers: { 302: 'nothing' },
    errors: ['sign-in-failed', 'identity-away', 'too-many-requests'],
  },
  {
    method: 'post',
    path: '/auth/logout',
    topic: 'Sign-in',
    summary: 'Sign this browser out',
    access: 'anybody',
    body: Nothing,
    answers: { 204: 'nothing' },
    errors: ['too-many-requests'],
  },
];
