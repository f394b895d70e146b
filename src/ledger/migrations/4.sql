-- Version 4: patents in force by columns, derived (part 2); the number a firm had with the register of companies before 2015.

alter table party_line add column business_no text;
