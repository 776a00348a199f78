import type { SectionName } from '../../ports/content';

/**
 * What the catalogs say, one statement for each subject. Each yields lines of `object` and `line`, in text that is the same on the original
 * and on a faithful copy: names and no oids, and nothing that a restore gives anew. Passwords are not looked at.
 *
 * Leaves out what belongs to PostgreSQL and to extensions (their version is compared), and the roles of RDS, which a restore may change.
 */

/** More objects than this are compared by their common digest only: the answer of a function of AWS is limited. */
const LISTED_OBJECTS = 2_000;

const OURS = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
const OUR_ROLE = (name: string) => `${name} !~ '^(pg_|rds)'`;
const notOfExtension = (catalog: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`;
const acl = (column: string) => `(SELECT array_agg(x::text ORDER BY x::text COLLATE "C") FROM unnest(${column}) AS x)`;
const relation = `format('%I.%I', n.nspname, c.relname)`;
const fromRelations = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`;
const ourRelations = (kinds: string) =>
  `${OURS} AND c.relkind IN (${kinds}) AND ${notOfExtension('pg_class', 'c.oid')}`;

/** The column that a sequence fills, as a row of pg_attribute. */
const FILLED_COLUMN = `pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
    AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')`;

const LINES: Readonly<Record<SectionName, string>> = {
  tables: `
    SELECT ${relation} AS object,
      json_build_array('relation', c.relkind, c.relpersistence, c.relreplident, c.relrowsecurity, c.relforcerowsecurity,
        pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), c.reloptions)::text AS line
      ${fromRelations} WHERE ${ourRelations(`'r', 'p', 'f', 'c'`)}
    UNION ALL
    SELECT ${relation}, json_build_array('column', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        a.attgenerated, k.collname, pg_get_expr(v.adbin, v.adrelid), a.attoptions)::text
      ${fromRelations} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef v ON v.adrelid = c.oid AND v.adnum = a.attnum LEFT JOIN pg_collation k ON k.oid = a.attcollation
      WHERE ${ourRelations(`'r', 'p', 'f', 'c'`)}
    UNION ALL
    SELECT ${relation}, json_build_array('parent', i.inhparent::regclass::text)::text
      ${fromRelations} JOIN pg_inherits i ON i.inhrelid = c.oid WHERE ${ourRelations(`'r', 'p', 'f'`)}
    UNION ALL
    SELECT ${relation}, json_build_array('policy', p.polname, p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid),
        pg_get_expr(p.polwithcheck, p.polrelid),
        ARRAY(SELECT r::regrole::text FROM unnest(p.polroles) AS r ORDER BY r::regrole::text COLLATE "C"))::text
      ${fromRelations} JOIN pg_policy p ON p.polrelid = c.oid WHERE ${ourRelations(`'r', 'p'`)}`,
  constraints: `
    SELECT format('%I.%I %I', n.nspname, coalesce(c.relname, t.typname), k.conname) AS object,
      json_build_array(k.contype, k.condeferrable, k.condeferred, k.convalidated, pg_get_constraintdef(k.oid))::text AS line
      FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
      LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_type t ON t.oid = k.contypid
      WHERE ${OURS} AND ${notOfExtension('pg_class', 'k.conrelid')}`,
  indexes: `
    SELECT ${relation} AS object,
      json_build_array(pg_get_indexdef(c.oid), i.indisunique, i.indisprimary, i.indisvalid, i.indisready, i.indisreplident)::text AS line
      ${fromRelations} JOIN pg_index i ON i.indexrelid = c.oid
      WHERE ${OURS} AND ${notOfExtension('pg_class', 'i.indrelid')}`,
  functions: `
    SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS object,
      CASE WHEN p.prokind = 'a'
        THEN json_build_array(format_type(p.prorettype, NULL), a.aggtransfn::text, a.aggfinalfn::text, a.agginitval)::text
        ELSE pg_get_functiondef(p.oid) END AS line
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
      WHERE ${OURS} AND ${notOfExtension('pg_proc', 'p.oid')}`,
  triggers: `
    SELECT format('%I.%I %I', n.nspname, c.relname, t.tgname) AS object,
      json_build_array(pg_get_triggerdef(t.oid), t.tgenabled)::text AS line
      ${fromRelations} JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal WHERE ${OURS}
    UNION ALL
    SELECT format('%I.%I %I', n.nspname, c.relname, r.rulename), json_build_array(pg_get_ruledef(r.oid), r.ev_enabled)::text
      ${fromRelations} JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename <> '_RETURN' WHERE ${OURS}
    UNION ALL
    SELECT quote_ident(e.evtname), json_build_array(e.evtevent, e.evtenabled, e.evttags, e.evtfoid::regproc::text)::text
      FROM pg_event_trigger e`,
  views: `
    SELECT ${relation} AS object, json_build_array(c.relkind, c.relispopulated, c.reloptions, pg_get_viewdef(c.oid))::text AS line
      ${fromRelations} WHERE ${ourRelations(`'v', 'm'`)}`,
  'sequence definitions': `
    SELECT ${relation} AS object, json_build_array(format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
        s.seqcache, s.seqcycle, d.refobjid::regclass::text, d.refobjsubid)::text AS line
      ${fromRelations} JOIN pg_sequence s ON s.seqrelid = c.oid LEFT JOIN ${FILLED_COLUMN}
      WHERE ${ourRelations(`'S'`)}`,
  types: `
    SELECT format('%I.%I', n.nspname, t.typname) AS object, json_build_array(t.typtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull,
        t.typdefault, ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder))::text AS line
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE ${OURS} AND t.typtype IN ('d', 'e', 'r', 'm') AND ${notOfExtension('pg_type', 't.oid')}`,
  roles: `
    SELECT quote_ident(r.rolname) AS object, json_build_array(r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin,
        r.rolreplication, r.rolbypassrls, r.rolconnlimit, r.rolvaliduntil)::text AS line
      FROM pg_roles r WHERE ${OUR_ROLE('r.rolname')}`,
  memberships: `
    SELECT format('%I in %I', r.rolname, g.rolname) AS object, (to_jsonb(m) - '{oid,roleid,member,grantor}'::text[])::text AS line
      FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
      WHERE ${OUR_ROLE('r.rolname')}`,
  grants: `
    SELECT 'relation ' || ${relation} AS object, json_build_array(pg_get_userbyid(c.relowner), ${acl('c.relacl')})::text AS line
      ${fromRelations} WHERE ${ourRelations(`'r', 'p', 'f', 'v', 'm', 'S'`)}
    UNION ALL
    SELECT 'relation ' || ${relation}, json_build_array(a.attname, ${acl('a.attacl')})::text
      ${fromRelations} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL WHERE ${ourRelations(`'r', 'p', 'f', 'v', 'm'`)}
    UNION ALL
    SELECT 'schema ' || quote_ident(n.nspname), json_build_array(pg_get_userbyid(n.nspowner), ${acl('n.nspacl')})::text
      FROM pg_namespace n WHERE ${OURS}
    UNION ALL
    SELECT format('function %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
        json_build_array(pg_get_userbyid(p.proowner), ${acl('p.proacl')})::text
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OURS} AND ${notOfExtension('pg_proc', 'p.oid')}
    UNION ALL
    SELECT 'database ' || quote_ident(d.datname), json_build_array(pg_get_userbyid(d.datdba), ${acl('d.datacl')})::text
      FROM pg_database d WHERE d.datname = current_database()
    UNION ALL
    SELECT 'defaults of ' || quote_ident(pg_get_userbyid(f.defaclrole)),
        json_build_array(n.nspname, f.defaclobjtype, ${acl('f.defaclacl')})::text
      FROM pg_default_acl f LEFT JOIN pg_namespace n ON n.oid = f.defaclnamespace`,
  settings: `
    SELECT format('%s in %s', coalesce(quote_ident(r.rolname), 'everybody'), coalesce(quote_ident(d.datname), 'every database')) AS object,
      s.setconfig::text AS line
      FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
      WHERE (r.rolname IS NULL OR ${OUR_ROLE('r.rolname')}) AND (d.datname IS NULL OR d.datname = current_database())`,
  extensions: `
    SELECT quote_ident(e.extname) AS object, json_build_array(e.extversion, n.nspname)::text AS line
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`,
  database: `
    SELECT w.object, coalesce(w.line, 'none') AS line FROM pg_database d,
      LATERAL (VALUES
        ('name', d.datname::text),
        ('encoding', pg_encoding_to_char(d.encoding)::text),
        ('locale', json_build_array(d.datcollate, d.datctype, to_jsonb(d) ->> 'datlocprovider', to_jsonb(d) ->> 'daticulocale')::text),
        ('version of the collations that the data was sorted by', to_jsonb(d) ->> 'datcollversion'),
        ('version of the collations of the server', pg_database_collation_actual_version(d.oid)),
        ('version of the server', current_setting('server_version'))) AS w (object, line)
      WHERE d.datname = current_database()`,
};

/** The statement that answers with the digests of a section: `count`, `digest` and `objects`. */
export function sectionStatement(section: SectionName): string {
  const sha256 = (text: string) => `encode(sha256(convert_to(${text}, getdatabaseencoding())), 'hex')`;
  return `WITH lines AS (${LINES[section]}),
    objects AS (SELECT object, ${sha256(`string_agg(line, E'\\n' ORDER BY line COLLATE "C")`)} AS hash FROM lines GROUP BY object)
    SELECT count(*)::int AS count, ${sha256(`coalesce(string_agg(object || ' ' || hash, E'\\n' ORDER BY object COLLATE "C"), '')`)} AS digest,
      CASE WHEN count(*) <= ${LISTED_OBJECTS} THEN coalesce(json_object_agg(object, left(hash, 12)), '{}'::json) END AS objects
      FROM objects`;
}

/**
 * All sequences, and for each that fills a column the statement that reads how far that column goes. Left out where it would read a
 * large table from end to end.
 */
export const SEQUENCES = `
  SELECT ${relation} AS name, q.last_value::text AS "lastValue", s.seqincrement::text AS increment,
    CASE WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) AND has_table_privilege(o.oid, 'SELECT') AND NOT o.relrowsecurity
      AND (pg_relation_size(o.oid) < 64 * 1024 * 1024
        OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = o.oid AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL))
      THEN format('SELECT %s(%I)::text AS edge FROM %I.%I', CASE WHEN s.seqincrement < 0 THEN 'min' ELSE 'max' END, a.attname, m.nspname, o.relname)
      END AS "edgeStatement"
    ${fromRelations} JOIN pg_sequence s ON s.seqrelid = c.oid JOIN pg_sequences q ON q.schemaname = n.nspname AND q.sequencename = c.relname
    LEFT JOIN ${FILLED_COLUMN}
    LEFT JOIN pg_class o ON o.oid = d.refobjid LEFT JOIN pg_namespace m ON m.oid = o.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE ${ourRelations(`'S'`)}
    ORDER BY 1`;
