// test/web/support/browser.ts — a person's browser, as far as HTTP sees it: cookies, origin, event streams.

interface Answer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  json: any;
  text: string;
}

export interface Browser {
  readonly cookies: Map<string, string>;
  request(path: string, init?: RequestInit & { headers?: Record<string, string> }): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  delete(path: string, body?: unknown): Promise<Answer>;
  /** Goes to `path` and on through every redirect, also to other sites. */
  follow(path: string): Promise<Answer & { url: URL }>;
  /** The events of a stream, one at a time; `close` leaves. */
  events(): Promise<EventReader>;
}

interface EventReader {
  status: number;
  /** The next event that fits, or undefined where the stream ends first. */
  next(fits?: (event: StreamedEvent) => boolean): Promise<StreamedEvent | undefined>;
  close(): void;
}

export interface StreamedEvent {
  event: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into events of every shape
  data: any;
}

/** A browser at `home`, with an empty cookie jar that all sites share (they are told apart by names here). */
export function aBrowser(home: string, always: Record<string, string> = {}): Browser {
  const cookies = new Map<string, string>();
  const headersOf = (headers: Record<string, string> = {}) => ({
    ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
    ...always,
    ...headers,
  });

  async function send(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
    const url = new URL(path, home);
    const response = await fetch(url, { redirect: 'manual', ...init, headers: headersOf(init.headers) });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return response;
  }

  const change = (method: string, path: string, body: unknown) =>
    browser.request(path, {
      method,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', origin: home },
      body: JSON.stringify(body),
    });

  const browser: Browser = {
    cookies,
    async request(path, init) {
      return read(await send(path, init));
    },
    get: (path) => browser.request(path),
    post: (path, body = {}) => change('POST', path, body),
    put: (path, body = {}) => change('PUT', path, body),
    delete: (path, body = {}) => change('DELETE', path, body),
    async follow(path) {
      let url = new URL(path, home);
      for (let hops = 0; hops < 10; hops += 1) {
        const answer = await browser.request(url.href, { headers: { accept: 'text/html' } });
        const location = answer.headers.get('location');
        if (!location) return { ...answer, url };
        url = new URL(location, url);
      }
      throw new Error('redirected ten times');
    },
    async events() {
      const leave = new AbortController();
      const response = await send('/api/events', { signal: leave.signal });
      return { status: response.status, next: reader(response), close: () => leave.abort() };
    },
  };
  return browser;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const gone = attributes.some((each) => /^\s*expires=Thu, 01 Jan 1970/i.test(each));
  if (gone) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}

function reader(response: Response): EventReader['next'] {
  const chunks = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  return async (fits = () => true) => {
    for (;;) {
      const end = rest.indexOf('\n\n');
      if (end < 0) {
        const { done, value } = await chunks.read();
        if (done) return undefined;
        rest += value;
        continue;
      }
      const event = parse(rest.slice(0, end));
      rest = rest.slice(end + 2);
      if (event && fits(event)) return event;
    }
  };
}

function parse(block: string): StreamedEvent | undefined {
  const event = /^event: (.*)$/m.exec(block)?.[1];
  const data = /^data: (.*)$/m.exec(block)?.[1];
  return event && data ? { event, data: JSON.parse(data) } : undefined;
}
