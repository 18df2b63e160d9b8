-- States of the ledger that were noted, each by the greatest row numbers of the logs then.

CREATE TABLE points (
  id {key},
  at VARCHAR(40) NOT NULL,
  visits INTEGER NOT NULL,
  sightings INTEGER NOT NULL,
  readings INTEGER NOT NULL,
  problems INTEGER NOT NULL,
  decisions INTEGER NOT NULL
);
