using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ForceOps.Postgres.Migrations;

[DbContext(typeof(LedgerDbContext))]
[Migration("0010_domains")]
internal sealed class Domains : SqlMigration;
