CREATE SCHEMA castellan;
CREATE FUNCTION castellan.new_stamp() RETURNS text
    LANGUAGE sql
    AS $$select gen_random_uuid()::text$$;
CREATE FUNCTION castellan.refuse_change_of_audit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  begin
    raise exception 'audit entries are never changed nor removed';
  end
  $$;
CREATE TABLE castellan.assignment (
    org_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    origin text NOT NULL COLLATE pg_catalog."C",
    expires_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C",
    CONSTRAINT assignment_origin_check CHECK ((origin = ANY (ARRAY['manual'::text, 'default'::text, 'sso'::text])))
);
CREATE TABLE castellan.audit_entry (
    org_id text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    revision bigint NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    actor_id text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    target_type text NOT NULL COLLATE pg_catalog."C",
    target_id text NOT NULL COLLATE pg_catalog."C",
    entry text NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL
);
CREATE TABLE castellan.member (
    org_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    status text DEFAULT 'active'::text NOT NULL,
    username text,
    email text,
    full_name text,
    avatar_url text,
    profile_iat bigint DEFAULT 0 NOT NULL,
    groups_iat bigint DEFAULT 0 NOT NULL,
    sso_groups text[] DEFAULT '{}'::text[] NOT NULL,
    stamp text DEFAULT castellan.new_stamp() NOT NULL,
    joined_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT member_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text])))
);
CREATE TABLE castellan.migration (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE castellan.migration_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE castellan.migration_id_seq OWNED BY castellan.migration.id;
CREATE TABLE castellan.organisation (
    org_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    sso_issuer text,
    sso_claim text,
    sso_value text,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C"
);
CREATE TABLE castellan.organisation_state (
    org_id text NOT NULL COLLATE pg_catalog."C",
    revision bigint DEFAULT 0 NOT NULL,
    grants_stamp text DEFAULT castellan.new_stamp() NOT NULL,
    containers_stamp text DEFAULT castellan.new_stamp() NOT NULL,
    policies integer DEFAULT 0 NOT NULL,
    roles integer DEFAULT 0 NOT NULL,
    members integer DEFAULT 0 NOT NULL,
    workspaces integer DEFAULT 0 NOT NULL,
    audit_seq bigint DEFAULT 0 NOT NULL,
    audit_head text DEFAULT ''::text NOT NULL,
    admin_witness text COLLATE pg_catalog."C",
    schema_hash text
);
CREATE TABLE castellan.policy (
    org_id text NOT NULL COLLATE pg_catalog."C",
    policy_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    name_key text NOT NULL COLLATE pg_catalog."C",
    description text,
    effect text NOT NULL,
    condition jsonb,
    permissions text[] NOT NULL,
    owner_role_id text COLLATE pg_catalog."C",
    statement jsonb,
    builtin boolean DEFAULT false NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C",
    CONSTRAINT policy_effect_check CHECK ((effect = ANY (ARRAY['allow'::text, 'deny'::text])))
);
CREATE TABLE castellan.removed_member (
    org_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    groups_iat bigint DEFAULT 0 NOT NULL,
    removed_at timestamp(3) with time zone DEFAULT now() NOT NULL
);
CREATE TABLE castellan.resource (
    org_id text NOT NULL COLLATE pg_catalog."C",
    resource_type text NOT NULL COLLATE pg_catalog."C",
    resource_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    description text,
    workspace_id text COLLATE pg_catalog."C",
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C"
);
CREATE TABLE castellan.role (
    org_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    name_key text NOT NULL COLLATE pg_catalog."C",
    description text,
    is_default boolean DEFAULT false NOT NULL,
    builtin boolean DEFAULT false NOT NULL,
    stamp text DEFAULT castellan.new_stamp() NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C"
);
CREATE TABLE castellan.role_policy (
    org_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C",
    policy_id text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL
);
CREATE TABLE castellan.role_sso_group (
    org_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C",
    group_name text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL
);
CREATE TABLE castellan.used_id (
    org_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    resource_type text NOT NULL COLLATE pg_catalog."C",
    container boolean NOT NULL,
    deleted_at timestamp(3) with time zone
);
CREATE TABLE castellan.workspace (
    org_id text NOT NULL COLLATE pg_catalog."C",
    workspace_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    name_key text NOT NULL COLLATE pg_catalog."C",
    description text,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C"
);
ALTER TABLE ONLY castellan.migration ALTER COLUMN id SET DEFAULT nextval('castellan.migration_id_seq'::regclass);
INSERT INTO castellan.assignment VALUES ('acme', 'alice', 'rl-admin', '*', 'manual', NULL, '2026-11-26 02:26:16.607+00', 'system');
INSERT INTO castellan.assignment VALUES ('acme', 'bob', 'rl-01m8atstbceqytbzp5r1sqvn75', '*', 'manual', NULL, '2026-11-26 02:26:24.276+00', 'alice');
INSERT INTO castellan.assignment VALUES ('acme', 'bob', 'rl-viewer', 'workspaces/ws-1', 'manual', NULL, '2026-11-26 02:26:24.597+00', 'alice');
INSERT INTO castellan.audit_entry VALUES ('acme', 1, 1, '2026-11-26 02:26:16.694+00', 'system', 'org.create', 'orgs', 'acme', '{"action":"org.create","actor":{"id":"system","kind":"system"},"after":{"builtins":{"policies":[{"created_at":"2026-11-26T02:26:16.607Z","description":"Everything","effect":"allow","name":"Admin","permissions":["*:*:*"],"policy_id":"pol-admin","updated_at":"2026-11-26T02:26:16.607Z"},{"created_at":"2026-11-26T02:26:16.607Z","description":"Read and write of apps, augmentations, tools and endpoints","effect":"allow","name":"Developer","permissions":["apps:*:read","apps:*:write","augmentations:*:read","augmentations:*:write","tools:*:read","tools:*:write","endpoints:*:read","endpoints:*:write"],"policy_id":"pol-developer","updated_at":"2026-11-26T02:26:16.607Z"},{"created_at":"2026-11-26T02:26:16.607Z","description":"Read and trigger of endpoints, read of apps","effect":"allow","name":"Operator","permissions":["endpoints:*:read","endpoints:*:trigger","apps:*:read"],"policy_id":"pol-operator","updated_at":"2026-11-26T02:26:16.607Z"},{"created_at":"2026-11-26T02:26:16.607Z","description":"Read of apps, view of analytics","effect":"allow","name":"Viewer","permissions":["apps:*:read","analytics:*:view"],"policy_id":"pol-viewer","updated_at":"2026-11-26T02:26:16.607Z"}],"roles":[{"created_at":"2026-11-26T02:26:16.607Z","description":"May do everything","name":"Admin","policy_ids":["pol-admin"],"role_id":"rl-admin","updated_at":"2026-11-26T02:26:16.607Z"},{"created_at":"2026-11-26T02:26:16.607Z","description":"Builds apps","name":"Developer","policy_ids":["pol-developer"],"role_id":"rl-developer","updated_at":"2026-11-26T02:26:16.607Z"},{"created_at":"2026-11-26T02:26:16.607Z","description":"Runs endpoints","name":"Operator","policy_ids":["pol-operator"],"role_id":"rl-operator","updated_at":"2026-11-26T02:26:16.607Z"},{"created_at":"2026-11-26T02:26:16.607Z","description":"Looks at apps","name":"Viewer","policy_ids":["pol-viewer"],"role_id":"rl-viewer","updated_at":"2026-11-26T02:26:16.607Z"}]},"created_at":"2026-11-26T02:26:16.607Z","created_by":"system","name":"acme","org_id":"acme","sso_connection":null,"updated_at":"2026-11-26T02:26:16.607Z"},"at":"2026-11-26T02:26:16.694Z","before":null,"org_id":"acme","request_id":null,"revision":1,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":1,"target":{"id":"acme","type":"orgs"}}', '', '12b2f2017749b1be35bd42f187ccecd10b2a3a47c212f95b9ea91230fd9d9fd8');
INSERT INTO castellan.audit_entry VALUES ('acme', 2, 1, '2026-11-26 02:26:16.694+00', 'system', 'member.assign', 'members', 'alice', '{"action":"member.assign","actor":{"id":"system","kind":"system"},"after":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-admin","scope":"*"}],"status":"active","user_id":"alice"},"at":"2026-11-26T02:26:16.694Z","before":null,"org_id":"acme","request_id":null,"revision":1,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":2,"target":{"id":"alice","type":"members"}}', '12b2f2017749b1be35bd42f187ccecd10b2a3a47c212f95b9ea91230fd9d9fd8', '3dacde43df635364cf7c0f1ffdeec81c5798f91604ab4a75b9a3985b5f298cff');
INSERT INTO castellan.audit_entry VALUES ('acme', 3, 2, '2026-11-26 02:26:22.01+00', 'alice', 'workspace.create', 'workspaces', 'ws-1', '{"action":"workspace.create","actor":{"id":"alice","kind":"member"},"after":{"created_at":"2026-11-26T02:26:21.953Z","created_by":"alice","description":null,"name":"First","org_id":"acme","updated_at":"2026-11-26T02:26:21.953Z","workspace_id":"ws-1"},"at":"2026-11-26T02:26:22.010Z","before":null,"org_id":"acme","request_id":"fea16cc4-897f-4044-8cd9-e6086dfcc5fd","revision":2,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":3,"target":{"id":"ws-1","type":"workspaces"}}', '3dacde43df635364cf7c0f1ffdeec81c5798f91604ab4a75b9a3985b5f298cff', 'f9ec6a3790f3adf6827b596a546827d597f47d7235da383e31ca11ef0219236b');
INSERT INTO castellan.audit_entry VALUES ('acme', 4, 3, '2026-11-26 02:26:22.294+00', 'alice', 'policy.create', 'policies', 'pol-01m8atsscxfvd9nnhvwaz410c6', '{"action":"policy.create","actor":{"id":"alice","kind":"member"},"after":{"created_at":"2026-11-26T02:26:22.187Z","created_by":"alice","description":null,"effect":"allow","name":"Writers","org_id":"acme","permissions":["apps:ws-1:write","members:bob:read"],"policy_id":"pol-01m8atsscxfvd9nnhvwaz410c6","resolved_permissions":[{"action":"write","permission":"apps:ws-1:write","resource_id":"ws-1","resource_name":"First","resource_type":"apps"},{"action":"read","permission":"members:bob:read","resource_id":"bob","resource_name":null,"resource_type":"members"}],"updated_at":"2026-11-26T02:26:22.187Z"},"at":"2026-11-26T02:26:22.294Z","before":null,"org_id":"acme","request_id":"902b1c9c-498b-4e4f-a65d-7643e7466992","revision":3,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":4,"target":{"id":"pol-01m8atsscxfvd9nnhvwaz410c6","type":"policies"}}', 'f9ec6a3790f3adf6827b596a546827d597f47d7235da383e31ca11ef0219236b', '97ba16f3eeaec8d3b5828248dd5cb418b06934e0f9f1d7752db0a7313401255e');
INSERT INTO castellan.audit_entry VALUES ('acme', 5, 4, '2026-11-26 02:26:23.311+00', 'alice', 'role.create', 'roles', 'rl-01m8atstbceqytbzp5r1sqvn75', '{"action":"role.create","actor":{"id":"alice","kind":"member"},"after":{"created_at":"2026-11-26T02:26:23.195Z","created_by":"alice","description":null,"is_default":false,"name":"Writer","org_id":"acme","policies":[{"created_at":"2026-11-26T02:26:22.187Z","created_by":"alice","description":null,"effect":"allow","name":"Writers","org_id":"acme","permissions":["apps:ws-1:write","members:bob:read"],"policy_id":"pol-01m8atsscxfvd9nnhvwaz410c6","resolved_permissions":[{"action":"write","permission":"apps:ws-1:write","resource_id":"ws-1","resource_name":"First","resource_type":"apps"},{"action":"read","permission":"members:bob:read","resource_id":"bob","resource_name":null,"resource_type":"members"}],"updated_at":"2026-11-26T02:26:22.187Z"}],"policy_ids":["pol-01m8atsscxfvd9nnhvwaz410c6"],"role_id":"rl-01m8atstbceqytbzp5r1sqvn75","sso_group_names":[],"updated_at":"2026-11-26T02:26:23.195Z"},"at":"2026-11-26T02:26:23.311Z","before":null,"org_id":"acme","request_id":"4c1595d5-be60-460e-b4ee-bb4b44eb3bd6","revision":4,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":5,"target":{"id":"rl-01m8atstbceqytbzp5r1sqvn75","type":"roles"}}', '97ba16f3eeaec8d3b5828248dd5cb418b06934e0f9f1d7752db0a7313401255e', 'f9bf939ffdfc24c87d2ff955137f7882649b1e224e5769975369ac4e1a0fce71');
INSERT INTO castellan.audit_entry VALUES ('acme', 6, 5, '2026-11-26 02:26:24.431+00', 'alice', 'member.assign', 'members', 'bob', '{"action":"member.assign","actor":{"id":"alice","kind":"member"},"after":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-01m8atstbceqytbzp5r1sqvn75","scope":"*"}],"status":"active","user_id":"bob"},"at":"2026-11-26T02:26:24.431Z","before":null,"org_id":"acme","request_id":"b02aab57-534a-4191-8f15-dc0b3472b7ca","revision":5,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":6,"target":{"id":"bob","type":"members"}}', 'f9bf939ffdfc24c87d2ff955137f7882649b1e224e5769975369ac4e1a0fce71', 'db4e941cd8c03a4a1561a8b4f8036c825926d737cd4d40524fbd60194837e0dd');
INSERT INTO castellan.audit_entry VALUES ('acme', 7, 6, '2026-11-26 02:26:24.695+00', 'alice', 'member.role.assign', 'members', 'bob', '{"action":"member.role.assign","actor":{"id":"alice","kind":"member"},"after":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-01m8atstbceqytbzp5r1sqvn75","scope":"*"},{"expires_at":null,"origin":"manual","role_id":"rl-viewer","scope":"workspaces/ws-1"}],"status":"active","user_id":"bob"},"at":"2026-11-26T02:26:24.695Z","before":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-01m8atstbceqytbzp5r1sqvn75","scope":"*"}],"status":"active","user_id":"bob"},"org_id":"acme","request_id":"59ec6be7-1a54-4113-84a7-a9b9cf83111a","revision":6,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":7,"target":{"id":"bob","type":"members"}}', 'db4e941cd8c03a4a1561a8b4f8036c825926d737cd4d40524fbd60194837e0dd', 'fd6ae3ff8b3693c3d625d931822a53758d8e2f5a179003628a5884fceb632498');
INSERT INTO castellan.audit_entry VALUES ('acme', 8, 7, '2026-11-26 02:26:24.935+00', 'alice', 'member.assign', 'members', 'carl', '{"action":"member.assign","actor":{"id":"alice","kind":"member"},"after":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-viewer","scope":"*"}],"status":"active","user_id":"carl"},"at":"2026-11-26T02:26:24.935Z","before":null,"org_id":"acme","request_id":"62a1510b-aeb7-4c84-a8f6-86fd7c9f91c6","revision":7,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":8,"target":{"id":"carl","type":"members"}}', 'fd6ae3ff8b3693c3d625d931822a53758d8e2f5a179003628a5884fceb632498', 'b48c7dc78151b3162e07bb2f8ae820d8f6837e67d49e157af16eb7fe98e57377');
INSERT INTO castellan.audit_entry VALUES ('acme', 9, 8, '2026-11-26 02:26:25.301+00', 'alice', 'member.remove', 'members', 'carl', '{"action":"member.remove","actor":{"id":"alice","kind":"member"},"after":null,"at":"2026-11-26T02:26:25.301Z","before":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-viewer","scope":"*"}],"status":"active","user_id":"carl"},"org_id":"acme","request_id":"3654bb6a-6c97-4c17-ba1b-eca373293db7","revision":8,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":9,"target":{"id":"carl","type":"members"}}', 'b48c7dc78151b3162e07bb2f8ae820d8f6837e67d49e157af16eb7fe98e57377', '2f370217a512696fc9fd3b617b0faa32cf7c389a7914357445bd898b91b4eda8');
INSERT INTO castellan.audit_entry VALUES ('acme', 10, 9, '2026-11-26 02:26:25.495+00', 'alice', 'resource.create', 'apps', 'a-1', '{"action":"resource.create","actor":{"id":"alice","kind":"member"},"after":{"attributes":{},"created_at":"2026-11-26T02:26:25.413Z","created_by":"alice","description":null,"id":"a-1","name":"App","org_id":"acme","resource_type":"apps","updated_at":"2026-11-26T02:26:25.413Z","workspace_id":"ws-1"},"at":"2026-11-26T02:26:25.495Z","before":null,"org_id":"acme","request_id":"a048abd8-296c-4b8e-82b1-d520d3ed04a2","revision":9,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":10,"target":{"id":"a-1","type":"apps"}}', '2f370217a512696fc9fd3b617b0faa32cf7c389a7914357445bd898b91b4eda8', 'a48196f931e1e937d1193a0dfa0186cbd48340dc7c8e475b2b292891b9e1faed');
INSERT INTO castellan.audit_entry VALUES ('acme', 11, 10, '2026-11-26 02:26:25.911+00', 'alice', 'policy.create', 'policies', 'pol-01m8atswt9enrtd0wj43f8gk8g', '{"action":"policy.create","actor":{"id":"alice","kind":"member"},"after":{"created_at":"2026-11-26T02:26:25.562Z","created_by":"alice","description":null,"effect":"allow","name":"Stated","org_id":"acme","owner_role_id":"rl-01m8atswp7fq7txv11114kc5f2","permissions":["apps:*:read"],"policy_id":"pol-01m8atswt9enrtd0wj43f8gk8g","resolved_permissions":[{"action":"read","permission":"apps:*:read","resource_id":null,"resource_name":null,"resource_type":"apps"}],"statement":{"actions":["read"],"effect":"allow","resources":["apps"]},"updated_at":"2026-11-26T02:26:25.562Z"},"at":"2026-11-26T02:26:25.911Z","before":null,"org_id":"acme","request_id":"363a53cf-b044-446f-a4de-2f9f383bafaf","revision":10,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":11,"target":{"id":"pol-01m8atswt9enrtd0wj43f8gk8g","type":"policies"}}', 'a48196f931e1e937d1193a0dfa0186cbd48340dc7c8e475b2b292891b9e1faed', 'bea8189ffc858ed952c2a3078ba9710317c7bf0f51afba51bcb7988c16448290');
INSERT INTO castellan.audit_entry VALUES ('acme', 12, 10, '2026-11-26 02:26:25.911+00', 'alice', 'role.create', 'roles', 'rl-01m8atswp7fq7txv11114kc5f2', '{"action":"role.create","actor":{"id":"alice","kind":"member"},"after":{"created_at":"2026-11-26T02:26:25.562Z","created_by":"alice","description":null,"is_default":false,"name":"Stated","org_id":"acme","policies":[{"created_at":"2026-11-26T02:26:25.562Z","created_by":"alice","description":null,"effect":"allow","name":"Stated","org_id":"acme","owner_role_id":"rl-01m8atswp7fq7txv11114kc5f2","permissions":["apps:*:read"],"policy_id":"pol-01m8atswt9enrtd0wj43f8gk8g","resolved_permissions":[{"action":"read","permission":"apps:*:read","resource_id":null,"resource_name":null,"resource_type":"apps"}],"statement":{"actions":["read"],"effect":"allow","resources":["apps"]},"updated_at":"2026-11-26T02:26:25.562Z"}],"policy_ids":["pol-01m8atswt9enrtd0wj43f8gk8g"],"role_id":"rl-01m8atswp7fq7txv11114kc5f2","sso_group_names":[],"updated_at":"2026-11-26T02:26:25.562Z"},"at":"2026-11-26T02:26:25.911Z","before":null,"org_id":"acme","request_id":"363a53cf-b044-446f-a4de-2f9f383bafaf","revision":10,"schema_hash":"ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2","seq":12,"target":{"id":"rl-01m8atswp7fq7txv11114kc5f2","type":"roles"}}', 'bea8189ffc858ed952c2a3078ba9710317c7bf0f51afba51bcb7988c16448290', '133e23a7d5d963a9a3314fa5f741a27dd114e1e17df96b6b3cc64bc37ee3e54c');
INSERT INTO castellan.member VALUES ('acme', 'alice', 'active', NULL, NULL, NULL, NULL, 0, 0, '{}', '5f0ab81e-1804-41b0-9b23-1cb552c98268', '2026-11-26 02:26:16.607+00');
INSERT INTO castellan.member VALUES ('acme', 'bob', 'active', NULL, NULL, NULL, NULL, 0, 0, '{}', 'a25d1a98-63b5-4b3e-b107-6ad39d0bdf3c', '2026-11-26 02:26:24.276+00');
INSERT INTO castellan.migration VALUES (1, 1764000000000, 'CreateCastellan1764000000000');
INSERT INTO castellan.organisation VALUES ('acme', 'acme', NULL, NULL, NULL, '2026-11-26 02:26:16.607+00', '2026-11-26 02:26:16.607+00', 'system');
INSERT INTO castellan.organisation_state VALUES ('acme', 10, '82963de1-24d1-49a6-a0cf-b2d9512cd0ec', '0f75abfc-64ed-43c3-8ad4-d60d41571d27', 6, 6, 2, 1, 12, '133e23a7d5d963a9a3314fa5f741a27dd114e1e17df96b6b3cc64bc37ee3e54c', 'alice', 'ec0b7139e544a34ca2cf0f33f221983184d77776ce188b67732294aae88d80d2');
INSERT INTO castellan.policy VALUES ('acme', 'pol-admin', 'Admin', 'admin', 'Everything', 'allow', NULL, '{*:*:*}', NULL, NULL, true, '2026-11-26 02:26:16.607+00', '2026-11-26 02:26:16.607+00', NULL);
INSERT INTO castellan.policy VALUES ('acme', 'pol-developer', 'Developer', 'developer', 'Read and write of apps, augmentations, tools and endpoints', 'allow', NULL, '{apps:*:read,apps:*:write,augmentations:*:read,augmentations:*:write,tools:*:read,tools:*:write,endpoints:*:read,endpoints:*:write}', NULL, NULL, true, '2026-11-26 02:26:16.607+00', '2026-11-26 02:26:16.607+00', NULL);
INSERT INTO castellan.policy VALUES ('acme', 'pol-viewer', 'Viewer', 'viewer', 'Read of apps, view of analytics', 'allow', NULL, '{apps:*:read,analytics:*:view}', NULL, NULL, true, '2026-11-26 02:26:16.607+00', '2026-11-26 02:26:16.607+00', NULL);
INSERT INTO castellan.policy VALUES ('acme', 'pol-operator', 'Operator', 'operator', 'Read and trigger of endpoints, read of apps', 'allow', NULL, '{endpoints:*:read,endpoints:*:trigger,apps:*:read}', NULL, NULL, true, '2026-11-26 02:26:16.607+00', '2026-11-26 02:26:16.607+00', NULL);
INSERT INTO castellan.policy VALUES ('acme', 'pol-01m8atsscxfvd9nnhvwaz410c6', 'Writers', 'writers', NULL, 'allow', NULL, '{apps:ws-1:write,members:bob:read}', NULL, NULL, false, '2026-11-26 02:26:22.187+00', '2026-11-26 02:26:22.187+00', 'alice');
INSERT INTO castellan.policy VALUES ('acme', 'pol-01m8atswt9enrtd0wj43f8gk8g', 'Stated', 'stated', NULL, 'allow', NULL, '{apps:*:read}', 'rl-01m8atswp7fq7txv11114kc5f2', '{"effect": "allow", "actions": ["read"], "resources": ["apps"]}', false, '2026-11-26 02:26:25.562+00', '2026-11-26 02:26:25.562+00', 'alice');
INSERT INTO castellan.removed_member VALUES ('acme', 'carl', 0, '2026-11-26 02:26:25.103+00');
INSERT INTO castellan.resource VALUES ('acme', 'apps', 'a-1', 'App', NULL, 'ws-1', '{}', '2026-11-26 02:26:25.413+00', '2026-11-26 02:26:25.413+00', 'alice');
INSERT INTO castellan.role VALUES ('acme', 'rl-admin', 'Admin', 'admin', 'May do everything', false, true, '945b0175-dcb5-4882-b301-ae1767613431', '2026-11-26 02:26:16.607+00', '2026-11-26 02:26:16.607+00', NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-developer', 'Developer', 'developer', 'Builds apps', false, true, '468f4cc6-0579-45b0-91a2-7bdad42fb4b2', '2026-11-26 02:26:16.607+00', '2026-11-26 02:26:16.607+00', NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-viewer', 'Viewer', 'viewer', 'Looks at apps', false, true, 'c45402f4-a06f-4bf4-b3a2-c88a9a36d273', '2026-11-26 02:26:16.607+00', '2026-11-26 02:26:16.607+00', NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-operator', 'Operator', 'operator', 'Runs endpoints', false, true, '113b8a22-b6ad-4af9-9f7d-d024b362bacd', '2026-11-26 02:26:16.607+00', '2026-11-26 02:26:16.607+00', NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-01m8atstbceqytbzp5r1sqvn75', 'Writer', 'writer', NULL, false, false, '0458b231-3379-4ae9-b2e1-a3cf92252284', '2026-11-26 02:26:23.195+00', '2026-11-26 02:26:23.195+00', 'alice');
INSERT INTO castellan.role VALUES ('acme', 'rl-01m8atswp7fq7txv11114kc5f2', 'Stated', 'stated', NULL, false, false, '95a639bd-d3d9-4647-b8cd-3c32caf51792', '2026-11-26 02:26:25.562+00', '2026-11-26 02:26:25.562+00', 'alice');
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-admin', 'pol-admin', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-developer', 'pol-developer', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-viewer', 'pol-viewer', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-operator', 'pol-operator', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-01m8atstbceqytbzp5r1sqvn75', 'pol-01m8atsscxfvd9nnhvwaz410c6', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-01m8atswp7fq7txv11114kc5f2', 'pol-01m8atswt9enrtd0wj43f8gk8g', 1);
INSERT INTO castellan.used_id VALUES ('acme', 'ws-1', 'workspaces', true, NULL);
INSERT INTO castellan.used_id VALUES ('acme', 'a-1', 'apps', false, NULL);
INSERT INTO castellan.workspace VALUES ('acme', 'ws-1', 'First', 'first', NULL, '2026-11-26 02:26:21.953+00', '2026-11-26 02:26:21.953+00', 'alice');
ALTER TABLE ONLY castellan.migration
    ADD CONSTRAINT "PK_3043fc6b8af7c99b8b98830094f" PRIMARY KEY (id);
ALTER TABLE ONLY castellan.assignment
    ADD CONSTRAINT assignment_pk PRIMARY KEY (org_id, user_id, role_id, scope, origin);
ALTER TABLE ONLY castellan.audit_entry
    ADD CONSTRAINT audit_entry_pk PRIMARY KEY (org_id, seq);
ALTER TABLE ONLY castellan.member
    ADD CONSTRAINT member_pk PRIMARY KEY (org_id, user_id);
ALTER TABLE ONLY castellan.organisation
    ADD CONSTRAINT organisation_pk PRIMARY KEY (org_id);
ALTER TABLE ONLY castellan.organisation_state
    ADD CONSTRAINT organisation_state_pk PRIMARY KEY (org_id);
ALTER TABLE ONLY castellan.policy
    ADD CONSTRAINT policy_pk PRIMARY KEY (org_id, policy_id);
ALTER TABLE ONLY castellan.removed_member
    ADD CONSTRAINT removed_member_pk PRIMARY KEY (org_id, user_id);
ALTER TABLE ONLY castellan.resource
    ADD CONSTRAINT resource_pk PRIMARY KEY (org_id, resource_type, resource_id);
ALTER TABLE ONLY castellan.role
    ADD CONSTRAINT role_pk PRIMARY KEY (org_id, role_id);
ALTER TABLE ONLY castellan.role_policy
    ADD CONSTRAINT role_policy_pk PRIMARY KEY (org_id, role_id, policy_id);
ALTER TABLE ONLY castellan.role_sso_group
    ADD CONSTRAINT role_sso_group_pk PRIMARY KEY (org_id, role_id, group_name);
ALTER TABLE ONLY castellan.used_id
    ADD CONSTRAINT used_id_pk PRIMARY KEY (org_id, id, resource_type);
ALTER TABLE ONLY castellan.workspace
    ADD CONSTRAINT workspace_pk PRIMARY KEY (org_id, workspace_id);
CREATE INDEX assignment_role ON castellan.assignment USING btree (org_id, role_id, user_id);
CREATE INDEX audit_entry_action ON castellan.audit_entry USING btree (org_id, action, seq);
CREATE INDEX audit_entry_actor ON castellan.audit_entry USING btree (org_id, actor_id, seq);
CREATE INDEX audit_entry_at ON castellan.audit_entry USING btree (org_id, at, seq);
CREATE INDEX audit_entry_target_id ON castellan.audit_entry USING btree (org_id, target_id, seq);
CREATE INDEX audit_entry_target_type ON castellan.audit_entry USING btree (org_id, target_type, seq);
CREATE INDEX member_user ON castellan.member USING btree (user_id, org_id);
CREATE UNIQUE INDEX policy_name_key ON castellan.policy USING btree (org_id, name_key) WHERE (owner_role_id IS NULL);
CREATE INDEX policy_owner ON castellan.policy USING btree (org_id, owner_role_id) WHERE (owner_role_id IS NOT NULL);
CREATE INDEX resource_workspace ON castellan.resource USING btree (org_id, workspace_id, resource_type, resource_id);
CREATE INDEX role_default ON castellan.role USING btree (org_id) WHERE is_default;
CREATE UNIQUE INDEX role_name_key ON castellan.role USING btree (org_id, name_key);
CREATE INDEX role_policy_policy ON castellan.role_policy USING btree (org_id, policy_id);
CREATE INDEX role_sso_group_name ON castellan.role_sso_group USING btree (org_id, group_name);
CREATE UNIQUE INDEX workspace_name_key ON castellan.workspace USING btree (org_id, name_key);
CREATE TRIGGER audit_entry_no_change BEFORE DELETE OR UPDATE ON castellan.audit_entry FOR EACH ROW EXECUTE FUNCTION castellan.refuse_change_of_audit();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON castellan.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION castellan.refuse_change_of_audit();
ALTER TABLE ONLY castellan.assignment
    ADD CONSTRAINT assignment_member_fk FOREIGN KEY (org_id, user_id) REFERENCES castellan.member(org_id, user_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.assignment
    ADD CONSTRAINT assignment_role_fk FOREIGN KEY (org_id, role_id) REFERENCES castellan.role(org_id, role_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.audit_entry
    ADD CONSTRAINT audit_entry_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id);
ALTER TABLE ONLY castellan.member
    ADD CONSTRAINT member_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.organisation_state
    ADD CONSTRAINT organisation_state_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.policy
    ADD CONSTRAINT policy_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.policy
    ADD CONSTRAINT policy_owner_fk FOREIGN KEY (org_id, owner_role_id) REFERENCES castellan.role(org_id, role_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.removed_member
    ADD CONSTRAINT removed_member_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.resource
    ADD CONSTRAINT resource_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.resource
    ADD CONSTRAINT resource_workspace_fk FOREIGN KEY (org_id, workspace_id) REFERENCES castellan.workspace(org_id, workspace_id);
ALTER TABLE ONLY castellan.role
    ADD CONSTRAINT role_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.role_policy
    ADD CONSTRAINT role_policy_policy_fk FOREIGN KEY (org_id, policy_id) REFERENCES castellan.policy(org_id, policy_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.role_policy
    ADD CONSTRAINT role_policy_role_fk FOREIGN KEY (org_id, role_id) REFERENCES castellan.role(org_id, role_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.role_sso_group
    ADD CONSTRAINT role_sso_group_role_fk FOREIGN KEY (org_id, role_id) REFERENCES castellan.role(org_id, role_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.used_id
    ADD CONSTRAINT used_id_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.workspace
    ADD CONSTRAINT workspace_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
SELECT setval('castellan.migration_id_seq', 1, true);
