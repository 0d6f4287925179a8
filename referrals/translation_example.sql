-- From an agency's export to the columns and words of docs/referrals.md: copy this file, and put your own names and words in.
--     make referrals FEED=export.csv TRANSLATE=my_translation.sql
-- `export` is your file as it is, every column as text, its names in double quotes. What as_day, as_time and as_word cannot read or
-- do not know stays as it is, and its row goes to the quarantine with the reason: nothing is guessed. No "where" and no "join": each
-- row of the export is one row. Which words a column has:
--     .venv/bin/python -c "import duckdb; duckdb.sql('select \"Disposition\", count(*) from \"export.csv\" group by all').show()"
select
    -- a secret of your own, that stays the same from one run to the next: without it the number can be worked out from the case number.
    -- The unit belongs to it: two units may both have a case 24-1, and the same number means the same referral.
    as_pseudonym("Unit" || ' ' || "Case #", 'put a long secret here') as referral_id,
    as_word("Unit", map {'Springfield PD ICAC': 'SPRINGFIELD-PD'}) as agency_id,
    "ST" as state_code,
    -- 31.12.2001 is '%d.%m.%Y', with a year of two digits '%d.%m.%y'; two forms in one column: as_day(as_day("Date", '%d.%m.%Y'), '%d.%m.%y')
    as_day("Date Rec'd", '%m/%d/%Y') as received_date,
    as_word("Offense", map {
        'CP Possession': 'Child Pornography (possession, manufacture, and distribution)',
        'CP Distribution': 'Child Pornography (possession, manufacture, and distribution)',
        'Enticement': 'Online Enticement of Children for Sexual Acts',
        'Traveler': 'Online Enticement of Children for Sexual Acts',
        'Molestation': 'Child Sexual Molestation',
        'Trafficking': 'Child Sex Trafficking'
    }) as incident_type,
    as_word("Priority", map {'A': 'actionable', 'I': 'informational'}) as report_class,
    -- an empty cell stays empty: no feedback; a word that says so becomes null
    as_word("Disposition", map {
        'Open': 'Ongoing Investigation',
        'Pending SW return': 'Ongoing Investigation',
        'Arrested': 'Arrest',
        'Charged': 'Arrest', -- the form has no status for charges
        'Convicted - plea': 'Conviction',
        'Transferred out': 'Referred',
        'Closed/UTL': 'Closed',
        'Closed/Unfounded': 'Closed',
        'Closed/No PC': 'Closed',
        'Declined by DA': 'Closed',
        'Not entered': null
    }) as case_status,
    -- why it was closed: of every word that becomes Closed, where the form has a reason for it
    map {
        'Closed/UTL': 'Unable to locate subject',
        'Closed/Unfounded': 'Unfounded',
        'Closed/No PC': 'Other',
        'Declined by DA': 'No prosecutorial merit'
    }["Disposition"] as closed_reason,
    as_day("Dispo Date", '%m/%d/%Y') as status_date,
    as_time("Last Modified", '%m/%d/%Y %I:%M %p') as updated_at
from export
