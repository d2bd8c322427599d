-- Two databases with a role each: whoever opens one cannot open the other. For psql, as a superuser, once.
-- The passwords come from files: those of the container when SECRETS is not set, e.g. psql --set=SECRETS=folder …
\set ON_ERROR_STOP on
\if :{?SECRETS}
\else
\set SECRETS /run/secrets
\endif
\set file :SECRETS '/main_password'
\set main `cat :'file'`
\set file :SECRETS '/care_password'
\set care `cat :'file'`

CREATE ROLE inbeeld_main LOGIN PASSWORD :'main';
CREATE ROLE inbeeld_care LOGIN PASSWORD :'care';
CREATE DATABASE inbeeld_main OWNER inbeeld_main ENCODING 'UTF8' TEMPLATE template0;
CREATE DATABASE inbeeld_care OWNER inbeeld_care ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE inbeeld_main, inbeeld_care FROM PUBLIC;
