import type { FastifyInstance } from "fastify";

/** Opens doors whose body is a file of whatever type: it is not read here, the handler streams `request.raw`. */
export function acceptFiles(app: FastifyInstance, open: (scope: FastifyInstance) => void): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    open(scope);
  });
}
