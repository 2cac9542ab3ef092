export interface Step {
  title: string;
  needs: string[];
  inputs: string[];
  facts: unknown[];
  makes: string[];
  stamp: string;
  run: () => Promise<unknown>;
}
export function runStep(step: Step, say: (line: string) => void): Promise<void>;
export function run(program: string, args: string[], options: { cwd: string; records: string }): Promise<string>;
