// local/people.ts — the people of the demo, as the local identity provider knows them.

export interface Person {
  /** The subject of the identity token: what the service knows a user by. */
  sub: string;
  name: string;
  email: string;
  organization: string;
  username: string;
  premium: boolean;
}

export const PEOPLE: readonly Person[] = [
  person('3f0c6a52-7d5b-4c1e-9a53-0d5a8f1f6a01', 'Ada Free', 'Institute of Mitochondrial Medicine'),
  person('8b1e2d94-52f7-4e0a-8c36-6b9b7a3e5c02', 'Ben Free', 'University Hospital, Genetics'),
  person('c7d94f10-0a6e-4b8f-bb1d-2f4c9e7d1a03', 'Clara Premium', 'Institute of Mitochondrial Medicine'),
  person('e25b7c38-91d3-4f6a-a7e8-5c0d3b8f2e04', 'Dana Premium', 'Centre for Population Genomics'),
];

function person(sub: string, name: string, organization: string): Person {
  const username = `${name.toLowerCase().replace(' ', '.')}@example.org`;
  return { sub, name, email: username, organization, username, premium: name.endsWith('Premium') };
}
