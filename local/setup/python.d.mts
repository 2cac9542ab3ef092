export function buildVenv(venv: { folder: string; requirements: string; cwd: string; records: string }): Promise<void>;
