// local/narrator.ts — tells a story in the terminal: chapters with the time, details under them, a line that counts.

export interface Narrator {
  chapter: (text: string) => void;
  detail: (text: string) => void;
  /** Replaces the line before it on a terminal; elsewhere only every fifth is printed. */
  progress: (text: string) => void;
  proof: (holds: boolean, text: string) => void;
  problem: (text: string) => void;
}

export function narrator(out: NodeJS.WriteStream = process.stdout): Narrator {
  const began = performance.now();
  let counting = 0;
  const line = (text: string) => {
    if (counting > 0 && out.isTTY) out.write('\r\u001B[2K');
    counting = 0;
    out.write(`${text}\n`);
  };
  return {
    chapter: (text) => line(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`),
    detail: (text) => line(`            ${text}`),
    progress(text) {
      counting++;
      if (out.isTTY) out.write(`\r\u001B[2K            ${text}`);
      else if (counting % 5 === 1) out.write(`            ${text}\n`);
    },
    proof: (holds, text) => line(`        ${holds ? ' ok ' : 'NOT '}${text}`),
    problem: (text) => line(`  problem: ${text}`),
  };
}
