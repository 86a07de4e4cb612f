import pg from "pg";
import { StartError } from "./start-error.ts";

interface Rights {
  account: string;
  database: string;
  mayMakeRoles: boolean;
  hasDataRole: boolean;
  isDataRole: boolean;
  mayMakeSchemas: boolean;
}

/**
 * Refuses an account that cannot prepare the database, before anything is changed: with the statements by which a superuser
 * allows it all. What owns the data is the role `weft_data`, which sees no accounts, sessions or tokens.
 */
export async function checkDatabaseRights(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Rights>(`
    select current_user as account, current_database() as database,
      own.rolcreaterole or own.rolsuper as "mayMakeRoles",
      data.oid is not null as "hasDataRole",
      coalesce(pg_has_role(current_user, data.oid, 'member'), false) as "isDataRole",
      has_database_privilege(current_database(), 'create with grant option') as "mayMakeSchemas"
    from pg_roles own left join pg_roles data on data.rolname = 'weft_data'
    where own.rolname = current_user`);
  const missing = statementsFor(rows[0] as Rights);
  if (missing.length === 0) return;
  throw new StartError(
    `The account ${rows[0]?.account} may not prepare the database in WEFT_DATABASE_URL. A superuser of that server can allow it:\n\n` +
      missing.map((statement) => `  ${statement}\n`).join(""),
  );
}

function statementsFor(rights: Rights): string[] {
  const account = pg.escapeIdentifier(rights.account);
  const statements: string[] = [];
  if (!rights.mayMakeRoles) {
    if (!rights.hasDataRole) statements.push("create role weft_data nologin;");
    if (!rights.isDataRole) statements.push(`grant weft_data to ${account};`);
  }
  if (!rights.mayMakeSchemas)
    statements.push(
      `grant create on database ${pg.escapeIdentifier(rights.database)} to ${account} with grant option;`,
    );
  return statements;
}
