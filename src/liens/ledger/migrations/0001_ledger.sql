-- The first ledger. {key} is a row number that the database gives out, {bytes} its type for bytes.

CREATE TABLE documents (
  id VARCHAR(16) NOT NULL PRIMARY KEY,
  text TEXT NOT NULL,
  name TEXT NOT NULL,
  found_at TEXT NOT NULL,
  title TEXT,
  publisher TEXT,
  author TEXT,
  published TEXT,
  language TEXT,
  url TEXT,
  read_share FLOAT,
  asides TEXT NOT NULL,
  pages TEXT NOT NULL,
  credits TEXT NOT NULL,
  sketch {bytes} NOT NULL
);

CREATE TABLE visits (
  id {key},
  place VARCHAR(16) NOT NULL,
  location TEXT NOT NULL,
  stamp TEXT NOT NULL
);
CREATE INDEX visits_place ON visits (place);

CREATE TABLE sightings (
  id {key},
  visit INTEGER NOT NULL REFERENCES visits (id),
  document VARCHAR(16) NOT NULL REFERENCES documents (id)
);
CREATE UNIQUE INDEX sightings_visit ON sightings (visit, document);
CREATE INDEX sightings_document ON sightings (document);

CREATE TABLE settled (
  visit INTEGER NOT NULL PRIMARY KEY REFERENCES visits (id)
);

CREATE TABLE readings (
  id {key},
  document VARCHAR(16) NOT NULL REFERENCES documents (id),
  reader VARCHAR(200) NOT NULL
);
CREATE UNIQUE INDEX readings_document ON readings (document, reader);

CREATE TABLE claims (
  reading INTEGER NOT NULL REFERENCES readings (id),
  position INTEGER NOT NULL,
  id VARCHAR(16) NOT NULL,
  subject TEXT NOT NULL,
  relation TEXT NOT NULL,
  object TEXT NOT NULL,
  status VARCHAR(20) NOT NULL,
  speaker TEXT,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  confidence FLOAT NOT NULL,
  parties TEXT NOT NULL,
  terms TEXT NOT NULL,
  reasons TEXT NOT NULL,
  PRIMARY KEY (reading, position)
);
CREATE INDEX claims_id ON claims (id);

CREATE TABLE statements (
  reading INTEGER NOT NULL REFERENCES readings (id),
  position INTEGER NOT NULL,
  id VARCHAR(16) NOT NULL,
  speaker TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  kind VARCHAR(20) NOT NULL,
  venue TEXT,
  target TEXT,
  stance VARCHAR(20) NOT NULL,
  PRIMARY KEY (reading, position)
);

CREATE TABLE mentions (
  reading INTEGER NOT NULL REFERENCES readings (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind VARCHAR(20) NOT NULL,
  surface TEXT NOT NULL,
  places TEXT NOT NULL,
  PRIMARY KEY (reading, position)
);

CREATE TABLE problems (
  id {key},
  visit INTEGER REFERENCES visits (id),
  reading INTEGER REFERENCES readings (id),
  document VARCHAR(16) REFERENCES documents (id),
  readings_before INTEGER NOT NULL,
  stage TEXT NOT NULL,
  location TEXT NOT NULL,
  message TEXT NOT NULL,
  advice TEXT NOT NULL
);
CREATE INDEX problems_visit ON problems (visit);
CREATE INDEX problems_reading ON problems (reading);
CREATE INDEX problems_document ON problems (document);

CREATE TABLE decisions (
  "row" {key},
  id VARCHAR(16) NOT NULL,
  verdict VARCHAR(20) NOT NULL,
  targets TEXT NOT NULL,
  "by" TEXT NOT NULL,
  at VARCHAR(40) NOT NULL,
  why TEXT NOT NULL,
  changes TEXT NOT NULL,
  within VARCHAR(16),
  about TEXT NOT NULL
);
CREATE UNIQUE INDEX decisions_id ON decisions (id);
