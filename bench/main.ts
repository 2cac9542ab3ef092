// bench/main.ts — `npm run bench -- NAME`: prints `ratio NAME VALUE` lines (higher is better) against work done beside it.
// Each bench is loaded only when it is asked for.
const BENCHES: Record<string, () => Promise<void>> = {
  annotate: async () => (await import('./annotate.ts')).annotateBench(),
  archive: async () => (await import('./archive.ts')).archiveBench(),
  scale: async () => (await import('./scale.ts')).scaleBench(),
  web: async () => (await import('./web.ts')).webBench(),
  check: async () => (await import('./check.ts')).checkBench(),
  result: async () => (await import('./result.ts')).resultBench(),
};

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (bench) {
  await bench();
} else {
  console.error(`There is no bench ${JSON.stringify(name)}. Try: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 1;
}
