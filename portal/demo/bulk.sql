-- Plain applications for measuring, one city each, made in the scope of one commission.
-- Parameters: first and last number, commission, code, call with its times, shares of states,
-- answers, seed. Everything of one row is drawn once, in the materialised first part.
with drawn as materialized (
  select
    n,
    random() as luck,
    random() as early,
    random() as quick,
    random() as slow,
    md5(cast(:seed as text) || '-' || n) as face,
    (cast(:syllables as text[]))[1 + (random() * 23)::int] || (cast(:endings as text[]))[1 + (random() * 15)::int] as city_name
  from generate_series(cast(:first as int), cast(:last as int)) as n
),
timed as materialized (
  select
    drawn.*,
    (cast(:states as text[]))[1 + width_bucket(luck, cast(:shares as float8[]))] as state,
    date_trunc('second', cast(:opens_at as timestamptz) + early * 0.45 * (cast(:until as timestamptz) - cast(:opens_at as timestamptz))) as created_at
  from drawn
),
staged as materialized (
  select
    timed.*,
    date_trunc('second', created_at + (0.1 + quick) * 0.2 * (cast(:until as timestamptz) - cast(:opens_at as timestamptz))) as frozen_at,
    date_trunc('second', created_at + (0.2 + quick) * 0.2 * (cast(:until as timestamptz) - cast(:opens_at as timestamptz))) as handed_at,
    date_trunc('second', created_at + (0.2 + quick + slow * slow) * 0.2 * (cast(:until as timestamptz) - cast(:opens_at as timestamptz)))
      as decided_at
  from timed
),
told as materialized (
  select
    staged.*,
    upper(cast(:code as text)) || '-' || cast(:call_code as text) || '-' || lpad(n::text, greatest(3, length(n::text)), '0')
      as reference,
    (lpad(to_hex((extract(epoch from created_at) * 1000)::bigint), 12, '0')
      || '7' || substr(face, 1, 3) || '8' || substr(face, 4, 15))::uuid as id,
    (lpad(to_hex((extract(epoch from created_at) * 1000)::bigint), 12, '0')
      || '7' || substr(face, 19, 3) || '9' || substr(face, 4, 15))::uuid as city_id,
    face || md5(face) as digest,
    (5000 * exp(4.5 * early * slow))::int as population,
    case when state not in ('draft', 'awaiting_mayor', 'signed', 'withdrawn', 'lapsed')
      then handed_at end as submitted_at,
    case when state in ('endorsed', 'forwarded', 'incomplete', 'member')
      then decided_at end as endorsed_at,
    case when state in ('forwarded', 'incomplete', 'member')
      then decided_at + interval '1 hour' end as forwarded_at,
    case when state in ('draft', 'withdrawn', 'lapsed') then 0 else 1 end as number,
    case
      when state in ('draft', 'withdrawn', 'lapsed') then created_at
      when state in ('awaiting_mayor', 'signed') then frozen_at
      when state in ('submitted', 'returned') then handed_at
      else decided_at + interval '1 hour'
    end as state_since
  from staged
),
cities as (
  insert into city (
    commission_id, city_id, name, latin_name, kind, status, subdivision, called, partners,
    created_at, decided_at, shared_at
  )
  select
    cast(:commission_id as int), city_id, city_name, city_name, 'municipality', 'confirmed', '', city_name,
    '[]'::jsonb, created_at, created_at, submitted_at
  from told
),
applications as (
  insert into application (
    commission_id, city_id, id, call_id, reference, state, state_since, revision, city_name,
    search_text, population, submission_number, officer_name, checks_done, checks_total,
    submitted_at, endorsed_at, forwarded_at, closed_at, late_reason, return_reason,
    return_sections, small_city_reason, created_at, shared_at
  )
  select
    cast(:commission_id as int), city_id, id, cast(:call_id as uuid), reference, state, state_since, 2 + number, city_name,
    lower(city_name || ' ' || reference), population, number, '',
    case when submitted_at is null then 0
      when state in ('submitted', 'returned') then (slow * 13)::int else 13 end,
    case when submitted_at is null then 0 else 13 end,
    submitted_at, endorsed_at, forwarded_at,
    case when state in ('member', 'declined', 'withdrawn', 'lapsed') then state_since end,
    '',
    case when state = 'returned' then 'Please add the years of the figures.' else '' end,
    case when state = 'returned' then array['profile'] else array[]::text[] end,
    '', created_at, submitted_at
  from told
),
submissions as (
  insert into submission (
    commission_id, city_id, id, application_id, number, form_version_id, answers, attachments,
    city, digest, print_sha256, document_sha256, verification_code, mayor_name, mayor_office, language,
    frozen_at, frozen_by, submitted_at, submitted_by, shared_at
  )
  select
    cast(:commission_id as int), city_id, (left(id::text, 35) || '0')::uuid, id, 1, cast(:form_version_id as text),
    cast(:answers as jsonb), '[]'::jsonb, '{}'::jsonb, digest, digest, digest, upper(left(face, 12)),
    'Measured Mayor', 'Mayor', 'en', frozen_at, 'Measured Delegate', submitted_at,
    'Measured Delegate', submitted_at
  from told
  where number = 1
)
select count(*), max(n) from told
