import type { Language } from "@weft/model/texts/phrase";
import type { FastifyRequest } from "fastify";
import { acceptedLanguage } from "../language/say.ts";

const chosen = new WeakMap<FastifyRequest, Language>();

/** Notes what the person behind a request has chosen to read. */
export function setLanguage(request: FastifyRequest, language: Language): void {
  chosen.set(request, language);
}

/** In which language to answer: what the person signed in has chosen, else what the caller accepts, else English. */
export function languageOf(request: FastifyRequest): Language {
  return chosen.get(request) ?? acceptedLanguage(request.headers["accept-language"]);
}
