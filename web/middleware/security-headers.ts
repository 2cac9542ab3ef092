// web/middleware/security-headers.ts — what a browser may do with our answers.
import helmet from 'koa-helmet';
import type { AppMiddleware, WebSettings } from '../services.ts';

/** No inline script or style, no framing; connections only to ourselves and to where uploads go; Bootstrap's icons are data: images. */
export function securityHeaders({ url, uploadOrigin }: WebSettings): AppMiddleware {
  const secure = url.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        workerSrc: ["'self'"],
        connectSrc: ["'self'", uploadOrigin],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  });
}

/** Answers about a person are kept by no cache. */
export const noStore: AppMiddleware = async (ctx, next) => {
  if (ctx.path.startsWith('/api/') || ctx.path.startsWith('/auth/')) ctx.set('cache-control', 'no-store');
  await next();
};
