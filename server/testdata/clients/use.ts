// Checks the generated types: a wrong member or a missing operation is an error of the compiler.
import type { operations, paths } from "./segue";

type Answer<ID extends keyof operations> = operations[ID] extends { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;

export const titles = (found: Answer<"search">): string[] => found.results.map((r) => r.episode.title);
export const added = (put: Answer<"put-episodes">): number => put.added;
export const imported = (feeds: Answer<"import-feeds">): number => feeds.added;
export const search: paths["/v1/search"]["get"]["parameters"]["query"] = { q: "git", person: ["Ada"] };
