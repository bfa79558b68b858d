-- SQLite only.
UPDATE account SET person_id = unhex(replace(json_extract(details, '$.personId'), '-', ''))
    WHERE json_extract(details, '$.personId') IS NOT NULL;
