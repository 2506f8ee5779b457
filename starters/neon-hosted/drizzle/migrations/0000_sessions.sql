-- The tables of @auth/neon-adapter. Of a session's key they hold the hash.
create table users (
  id serial primary key,
  name text,
  email text unique,
  "emailVerified" timestamptz,
  image text
);

create table accounts (
  id serial primary key,
  "userId" integer not null references users (id) on delete cascade,
  type text not null,
  provider text not null,
  "providerAccountId" text not null,
  refresh_token text,
  access_token text,
  expires_at bigint,
  id_token text,
  scope text,
  session_state text,
  token_type text,
  unique (provider, "providerAccountId")
);
create index on accounts ("userId");

create table sessions (
  id serial primary key,
  "userId" integer not null references users (id) on delete cascade,
  expires timestamptz not null,
  "sessionToken" text not null unique,
  created_at timestamptz not null default now()
);
create index on sessions ("userId");
