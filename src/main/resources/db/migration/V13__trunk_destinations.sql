-- Where a trunk may call: countries of two letters (ISO 3166), and the kinds of numbers beyond ordinary ones. Null: a
-- sandbox, where no phone rings, may call anywhere.
alter table trunk
    add column countries  text[],
    add column kinds      text[],
    add column updated_at timestamptz;
