// web/spa/words/home.ts — what the service is, for somebody who comes for the first time.

export const HOME = {
  title: 'Annotate your variants',
  lead: 'Upload a VCF and get it back with consequences, disease associations and frequencies. Nothing is lost on the way: every step is durable, and results are verified by their hash.',
  signIn: 'Sign in to begin',
  steps: [
    [
      'Upload',
      'One file or many, plain or compressed. Each is checked before a byte is sent, and a broken line is named by its number.',
    ],
    ['Follow', 'See where in the queue it is and why. Close the page when you like: a mail tells you when it is done.'],
    [
      'Explore',
      'Filter a million variants in the browser, plot them, look at them along the genome, export what you need.',
    ],
    ['Keep', 'Results are verified by their SHA-256 tree hash before they move to the archive and when they are back.'],
  ],
} as const;
