-- Reading text as another type when a field is retyped. Each gives null for what is not surely of the type; none throws.

-- Plain decimals; thousands grouped by spaces, or by point or comma where that is the only way to read it.
create function weft.text_to_number(value text) returns numeric
language plpgsql immutable strict parallel safe as $$
declare
  t text := btrim(value, E' \t\r\n\u00a0\u202f');
begin
  if length(t) > 300 then
    return null;
  elsif t ~ '^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$' then
    return trim_scale(t::numeric);
  elsif t ~ E'^[+-]?\\d{1,3}([ \u00a0\u202f]\\d{3})+([.,]\\d+)?$' then
    return trim_scale(replace(translate(t, E' \u00a0\u202f', ''), ',', '.')::numeric);
  elsif t ~ '^[+-]?[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})$' then
    return trim_scale(translate(t, ',.', '.')::numeric);
  elsif t ~ '^[+-]?[1-9]\d{0,2}((,\d{3})+\.\d+|(,\d{3}){2,})$' then
    return trim_scale(replace(t, ',', '')::numeric);
  elsif t ~ '^[+-]?(\d+,(\d{1,2}|\d{4,})|0,\d+)$' then
    return trim_scale(replace(t, ',', '.')::numeric);
  end if;
  return null;
end $$;

-- ISO 8601 dates and times, the time as written: an offset is left off.
create function weft.text_to_wall_clock(value text) returns timestamp
language plpgsql immutable strict parallel safe as $$
declare
  t text := btrim(value);
begin
  if t !~* '^\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?$' then
    return null;
  end if;
  return regexp_replace(t, '(:\d{2}(\.\d+)?) ?(Z|[+-]\d{2}:?\d{2})$', '\1', 'i')::timestamp;
exception when others then
  return null;
end $$;

-- ISO 8601 as an instant; without offset it is taken as UTC.
create function weft.text_to_instant(value text) returns timestamptz
language plpgsql immutable strict parallel safe as $$
declare
  clock timestamp := weft.text_to_wall_clock(value);
  shift text := substring(btrim(value) from '(?:\d:\d{2}|\.\d+) ?([+-]\d{2}:?\d{2})$');
begin
  if shift is null then
    return clock at time zone 'UTC';
  end if;
  shift := replace(shift, ':', '');
  return (clock at time zone 'UTC')
    - make_interval(hours => left(shift, 3)::int, mins => (left(shift, 1) || right(shift, 2))::int);
end $$;

-- JSON where it is JSON, else the text as a JSON string: nothing is lost.
create function weft.text_to_json(value text) returns jsonb
language plpgsql immutable strict parallel safe as $$
begin
  return value::jsonb;
exception when others then
  return to_jsonb(value);
end $$;
