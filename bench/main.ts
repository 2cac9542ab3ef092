// bench/main.ts — `npm run bench -- NAME`: prints `ratio NAME VALUE` lines (higher is better) against work done beside it.
import { transferBench } from './transfer.ts';

const BENCHES: Record<string, () => Promise<void>> = { transfer: transferBench };

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (bench) {
  await bench();
} else {
  console.error(`There is no bench ${JSON.stringify(name)}. Try: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 1;
}
