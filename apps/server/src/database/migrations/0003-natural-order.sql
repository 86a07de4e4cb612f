-- How text is sorted for people: without regard to case, accents next to their letter, numbers in it by their worth
-- (file 9 before file 10). Deterministic, so that an index on it serves and equal means equal. A server built without
-- ICU sorts by code point instead.
do $$ begin
  create collation weft.natural_order (provider = icu, locale = 'und-u-kn-true-ks-level2');
exception when others then
  create collation weft.natural_order from "C";
end $$;
